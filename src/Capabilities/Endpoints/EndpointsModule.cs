using Cairn.Contracts.Segments;
using Cairn.Identity;
using Cairn.Platform;
using Cairn.Platform.Http;
using Cairn.Projects;
using Cairn.Platform.Web;
using Cairn.Registry;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cairn.Endpoints;

/// <summary>
/// Endpoints, the snapshots they are served by, the prediction log and the outcomes. The host provides <see cref="ISnapshotSink"/>,
/// <see cref="IServingReadings"/>, <see cref="ISegmentFolder"/> and <see cref="IInferenceDoor"/>.
/// </summary>
public static class EndpointsModule
{
    public static IServiceCollection AddEndpoints(this IServiceCollection services, EndpointsOptions? options = null)
    {
        services.AddMigrations(typeof(EndpointsModule).Assembly);
        services.AddSingleton(options ?? new EndpointsOptions());
        services.TryAddSingleton<IDurableFiles>(DiskFiles.Instance);
        services.AddSingleton<SegmentEraser>();
        services.AddSingleton<EndpointStore>().AddSingleton<SnapshotSignal>().AddSingleton<EndpointAnswers>();
        services.AddSingleton<PartRewriter>().AddSingleton<ForgetParts>().AddSingleton<ForgetDesk>().AddSingleton<ShadowStore>().AddSingleton<ShadowPlan>().AddSingleton<ShadowDesk>();
        services.AddSingleton<EndpointCatalog>().AddSingleton<IEndpoints>(p => p.GetRequiredService<EndpointCatalog>());
        services.AddSingleton<IProjectListener, EndpointDeclarations>().AddSingleton<Data.IFeatureListener, FeatureArrivals>().AddSingleton<Data.IContractListener, InputArrivals>().AddSingleton<ITokenListener, TokenChanges>().AddSingleton<IEndpointNames, EndpointNames>();
        services.AddSingleton<ModelFolder>().AddSingleton<IModelFiles>(p => p.GetRequiredService<ModelFolder>()).AddSingleton<SnapshotParts>().AddSingleton<SnapshotBuilder>().AddSingleton<PublisherState>();
        services.AddHostedService<SnapshotPublisher>().AddSingleton<IReadiness, SnapshotReadiness>();
        services.AddSingleton<Registry.IServedDigests, ServedDigests>().AddSingleton<Registry.IVersionHolder, VariantHolder>();
        services.AddSingleton<EndpointInputs>().AddSingleton<IEndpointInputs>(p => p.GetRequiredService<EndpointInputs>()).AddSingleton<EndpointTables>().AddSingleton<EndpointReading>().AddSingleton<IVersionStory, EndpointStory>();
        services.AddSingleton<LogPartStore>().AddSingleton<LogCompactor>().AddSingleton<LogJoin>().AddSingleton<LogFiles>().AddSingleton<LogTail>().AddSingleton<LogCounts>().AddSingleton<IPredictionLog, PredictionLog>();
        services.AddSingleton<RetentionParts>().AddSingleton<LogRetention>().AddSingleton<PartMerger>().AddSingleton<LogSweeper>().AddSingleton<LogWork>().AddSingleton<LogKeeper>().AddSingleton<LogExport>().AddSingleton<OutcomeReading>();
        services.AddSingleton<ILoadingRecord, LoadingRecord>();
        services.AddSingleton<PickupStore>().AddSingleton<IPickups>(p => p.GetRequiredService<PickupStore>()).AddSingleton<PickupBook>();
        services.AddSingleton<ShipmentStore>().AddSingleton<ShipmentDesk>().AddSingleton<CopyBook>();
        services.AddSingleton<AnswerStore>().AddSingleton<AnswerBook>().AddHostedService<AnswerKeeper>();
        return services.AddJobHandler<CompactionHandler>();
    }

    public static void MapEndpoints(this IEndpointRouteBuilder routes)
    {
        EndpointEndpoints.Map(routes);
        SnapshotEndpoint.Map(routes);
        ShipmentEndpoints.Map(routes);
        PickupEndpoints.Map(routes);
        ShadowEndpoints.Map(routes);
        ForgetEndpoint.Map(routes);
        OutcomeEndpoints.Map(routes);
        LogEndpoints.Map(routes);
        RouteGroupBuilder pages = routes.MapPages();
        EndpointPages.Map(pages);
        OutcomeEndpoints.MapPages(pages);
    }
}
