using Cairn.Contracts.Segments;
using Cairn.Serving.Access;
using Cairn.Serving.Logging;
using Cairn.Serving.Metrics;
using Cairn.Serving.Models;
using Cairn.Serving.Outcomes;
using Cairn.Serving.Packages;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Cairn.Serving.Runs;
using Cairn.Serving.Scoring;
using Cairn.Serving.Shadows;
using Cairn.Serving.Shipping;
using Cairn.Serving.Snapshots;
using Cairn.Serving.V2;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Cairn.Serving;

/// <summary>The two doors of the data plane.</summary>
public static class ServingModule
{
    /// <summary>
    /// Adds the data plane. Records are stamped by the registered <see cref="TimeProvider"/>; register <see cref="ServingClocks"/>
    /// before to measure real time otherwise than by the system.
    /// </summary>
    public static IServiceCollection AddServing(this IServiceCollection services, Action<ServingOptions> configure)
    {
        services.AddOptions<ServingOptions>().Configure(configure).PostConfigure(o => o.Settle()).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<ServingOptions>, ServingOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => new ServingClocks(s.GetRequiredService<TimeProvider>(), TimeProvider.System));
        services.TryAddSingleton<IDurableFiles>(DiskFiles.Instance);
        services.AddSingleton(OpenLog);
        services.AddSingleton(_ => new RunnerThreads());
        services.AddSingleton<RunQueues>();
        services.AddSingleton<WorkPool>();
        services.AddSingleton<ShadowLanes>();
        services.AddSingleton<PackageLoader>().AddSingleton<ModelLoader>().AddSingleton<LiveParts>();
        services.AddSingleton<RouteTable>();
        services.AddSingleton<IRouteTable>(s => s.GetRequiredService<RouteTable>());
        services.AddSingleton<IServingMetrics, ServingMetrics>();
        services.AddSingleton<IServingLog, ServingLog>();
        services.AddSingleton<Admission>();
        services.AddSingleton<ColumnHash>();
        services.AddSingleton<PredictionLogger>();
        services.AddSingleton<ModelRunner>();
        services.AddSingleton<InferencePipeline>();
        services.AddSingleton<OutcomesHandler>();
        services.AddSingleton<TokenGate>();
        services.AddSingleton<Draining>().AddHostedService(s => s.GetRequiredService<Draining>());
        services.AddSingleton<V2Metadata>();
        services.AddSingleton<OptionalObject>().AddSingleton<V2Repository>().AddSingleton<V2Loading>();
        services.AddSingleton<V2Statistics>();
        services.AddHostedService<SnapshotFileService>().AddHostedService<SnapshotFollower>();
        services.AddSingleton<ShipMeter>().AddSingleton<ShipSignal>().AddSingleton<ShipParts>().AddHostedService<LogShipper>();
        services.AddHostedService<TraceExport>();
        return services;
    }

    /// <summary>Checks tokens against the snapshot, for a data plane without a host that knows who asks; after routing.</summary>
    public static IApplicationBuilder UseServingTokens(this IApplicationBuilder app)
    {
        TokenGate gate = app.ApplicationServices.GetRequiredService<TokenGate>();
        return app.Use(next => http => gate.InvokeAsync(http, next));
    }

    /// <summary>Maps <c>/v2</c>, <c>/endpoints/{name}</c> and, if wanted, <c>/metrics</c>; the host adds its authorization to the group.</summary>
    /// <param name="ofEndpoint">Given each route that is about one endpoint, <c>{model}</c>: its predictions and outcomes, and what a client must know to send them.</param>
    /// <param name="ofLoading">Given the two routes that take an endpoint out of service and bring it back.</param>
    public static RouteGroupBuilder MapServing(this IEndpointRouteBuilder endpoints, Action<IEndpointConventionBuilder>? ofEndpoint = null, Action<IEndpointConventionBuilder>? ofLoading = null)
    {
        RouteGroupBuilder group = endpoints.MapGroup("");
        IServiceProvider services = endpoints.ServiceProvider;
        List<IEndpointConventionBuilder> calls =
        [
            .. V2Routes.Map(group, services.GetRequiredService<InferencePipeline>(), services.GetRequiredService<V2Metadata>()),
            .. MapEndpoints(group, services.GetRequiredService<InferencePipeline>(), services.GetRequiredService<OutcomesHandler>(), services.GetRequiredService<V2Metadata>()),
        ];
        calls.ForEach(call => ofEndpoint?.Invoke(call));
        V2Routes.MapExtensions(group, services.GetRequiredService<V2Repository>(), services.GetRequiredService<V2Statistics>());
        foreach (IEndpointConventionBuilder call in V2Routes.MapLoading(group, services.GetRequiredService<V2Loading>())) ofLoading?.Invoke(call);
        V2Routes.MapAbsent(group);
        if (services.GetRequiredService<IOptions<ServingOptions>>().Value.MapMetrics) MapMetrics(group, services.GetRequiredService<IServingMetrics>());
        return group;
    }

    /// <summary>
    /// Maps the scoring protocol's own addresses at the root (<c>/invocations</c>, <c>/ping</c>, <c>/health</c>, <c>/version</c>), for a
    /// server that serves one endpoint alone.
    /// </summary>
    public static RouteGroupBuilder MapScoringRoot(this IEndpointRouteBuilder endpoints)
    {
        RouteGroupBuilder group = endpoints.MapGroup("");
        var scoring = new ScoringProtocol();
        InferencePipeline pipeline = endpoints.ServiceProvider.GetRequiredService<InferencePipeline>();
        V2Metadata metadata = endpoints.ServiceProvider.GetRequiredService<V2Metadata>();
        group.Post("/invocations", (RouteUse.Endpoint, scoring), http => metadata.WithOnlyAsync(http, scoring, name => pipeline.HandleAsync(http, scoring, name, version: null)));
        group.Get("/ping", (RouteUse.Health, scoring), http => metadata.PingOnlyAsync(http, scoring));
        group.Get("/health", (RouteUse.Health, scoring), http => metadata.PingOnlyAsync(http, scoring));
        group.Get("/version", (RouteUse.Health, scoring), V2Metadata.VersionAsync);
        return group;
    }

    /// <summary>Maps <c>/livez</c> and <c>/readyz</c>, which say what V2's health says, for a data plane without a host that has its own.</summary>
    public static void MapServingHealth(this IEndpointRouteBuilder endpoints)
    {
        RouteGroupBuilder group = endpoints.MapGroup("");
        var v2 = new V2Protocol();
        group.Get("/livez", (RouteUse.Health, v2), V2Metadata.LiveAsync);
        group.Get("/readyz", (RouteUse.Health, v2), endpoints.ServiceProvider.GetRequiredService<V2Metadata>().ReadyAsync);
    }

    private static SegmentLog OpenLog(IServiceProvider services)
    {
        ServingOptions options = services.GetRequiredService<IOptions<ServingOptions>>().Value;
        ShipFolder? folder = null;
        SegmentLog log = new(
            options.LogDirectory, new()
            {
                FlushEvery = TimeSpan.FromMilliseconds(options.FlushMilliseconds),
                SegmentBytes = options.SegmentBytes,
                Closed = services.GetRequiredService<ShipSignal>().Set,
                // A number that was shipped is never given again, also where somebody took the files away.
                NumbersAfter = options.ShipTo is null ? null : (endpoint, kind) => folder!.Mark(endpoint, kind),
            },
            services.GetRequiredService<IDurableFiles>());
        if (options.ShipTo is not null) folder = new ShipFolder(options.LogDirectory);
        return log;
    }

    private static IEnumerable<IEndpointConventionBuilder> MapEndpoints(RouteGroupBuilder group, InferencePipeline pipeline, OutcomesHandler outcomes, V2Metadata metadata)
    {
        var scoring = new ScoringProtocol();
        yield return group.Post("/endpoints/{model}/invocations", (RouteUse.Endpoint, scoring), http => pipeline.HandleAsync(http, scoring, http.RouteText("model")!, version: null));
        yield return group.Get("/endpoints/{model}/ping", (RouteUse.Endpoint, scoring), http => metadata.PingAsync(http, http.RouteText("model")!, scoring));
        yield return group.Post("/endpoints/{model}/outcomes", (RouteUse.Endpoint, OutcomesHandler.Errors), http => outcomes.HandleAsync(http, http.RouteText("model")!));
    }

    private static void MapMetrics(RouteGroupBuilder group, IServingMetrics metrics) => group.Get("/metrics", (RouteUse.Server, new V2Protocol()), async http =>
    {
        http.Response.ContentType = PrometheusText.ContentType;
        metrics.WritePrometheus(http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    });
}
