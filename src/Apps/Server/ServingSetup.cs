using Cairn.Endpoints;
using Cairn.Identity;
using Cairn.Platform;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Serving;

namespace Cairn.Server;

/// <summary>The data plane within this process, and the doors by which the rooms reach it.</summary>
internal static class ServingSetup
{
    public static IServiceCollection AddServingPlane(this IServiceCollection services)
    {
        services.AddSingleton(p => new ServingClocks(p.GetRequiredService<TimeProvider>(), p.GetRequiredService<RealTime>().Provider));
        services.AddOptions<ServingOptions>().Configure<PlatformOptions>((o, p) => o.LogDirectory = p.Folder("log"));
        // What was done is done: it is put on record even when its caller has gone.
        services.AddOptions<ServingOptions>().Configure<ILoadingRecord>((o, record) => o.OnLoaded = (http, route, loaded) => record.ToldAsync(route, loaded, http.Actor(), CancellationToken.None));
        services.AddServing(o => o.IsProber = http => http.Access().Role == AccessRole.Probe).AddServingBlocks();
        services.AddSingleton<ISnapshotSink, ServingSink>();
        services.AddSingleton<IServingReadings, ServingReadings>();
        services.AddSingleton<ISegmentFolder, ServingSegments>();
        services.AddSingleton<ServingDoor>().AddSingleton<IInferenceDoor>(p => p.GetRequiredService<ServingDoor>());
        return services;
    }

    /// <summary>The data plane's routes; tokens of endpoints and of probers open what is about one endpoint.</summary>
    public static void MapServingPlane(this IEndpointRouteBuilder routes) => routes.MapServing(call => call.OpenTo(AccessRole.Infer, "model").OpenTo(AccessRole.Probe), call => call.RequireRole(AccessRole.Admin));

    /// <summary>A prober in a process of its own.</summary>
    public static IServiceCollection AddProber(this IServiceCollection services) => services.AddSingleton<ProberParts>().AddHostedService<ProberKeeper>();
}
