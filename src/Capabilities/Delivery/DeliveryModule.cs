using Cairn.Code;
using Cairn.Endpoints;
using Cairn.Platform;
using Cairn.Platform.Web;
using Cairn.Projects;
using Cairn.Registry;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Delivery;

/// <summary>Gates, releases, approvals, hand-offs, and the way back from an answer.</summary>
public static class DeliveryModule
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, DeliveryOptions? options = null)
    {
        services.AddMigrations(typeof(DeliveryModule).Assembly);
        services.AddSingleton(options ?? new DeliveryOptions());
        return services.AddGates().AddReleases().AddApprovals().AddProbes();
    }

    public static void MapDelivery(this IEndpointRouteBuilder routes)
    {
        GateEndpoints.Map(routes);
        ReleaseEndpoints.Map(routes);
        ApprovalEndpoints.Map(routes);
        HandoffEndpoints.Map(routes);
        TraceEndpoints.Map(routes);
        AbEndpoints.Map(routes);
        RouteGroupBuilder pages = routes.MapPages();
        ReleasePages.Map(pages);
        HandoffPages.Map(pages);
        TracePages.Map(pages);
    }

    private static IServiceCollection AddGates(this IServiceCollection services)
    {
        services.AddSingleton<IGateCheck, ConditionsCheck>().AddSingleton<IGateCheck, SlicesCheck>().AddSingleton<IGateCheck, SuitesCheck>();
        services.AddSingleton<IGateCheck, SignatureCheck>().AddSingleton<IGateCheck, CostCheck>();
        services.AddSingleton<GateStore>().AddSingleton<GateConsumers>().AddSingleton<Data.IEndpointCallers>(p => p.GetRequiredService<GateConsumers>()).AddSingleton<GateInputs>().AddSingleton<GateReliance>().AddSingleton<GateEvidence>().AddSingleton<GateJudge>().AddSingleton<GateKeeper>();
        return services.AddJobHandler<GateHandler>().AddLedgerSubscriber<GateSubscriber>();
    }

    private static IServiceCollection AddReleases(this IServiceCollection services)
    {
        services.AddSingleton<ReleaseStore>().AddSingleton<Downtime>().AddSingleton<ReleaseMachine>().AddSingleton<ReleaseStarter>().AddSingleton<ReleaseWalk>().AddSingleton<ReleaseTraffic>();
        services.AddSingleton<ReleaseEnd>().AddSingleton<ReleaseDesk>().AddSingleton<ModelReleases>();
        services.AddSingleton<CanaryReader>().AddSingleton<CanaryJudge>().AddSingleton<BakeStage>();
        services.AddSingleton<AbReader>().AddSingleton<AbStage>().AddSingleton<AbDesk>().AddSingleton<IAbTests, AbTests>();
        services.AddSingleton<TestStage>().AddSingleton<ModelTestRunner>().AddSingleton<TestTables>();
        services.AddSingleton<AppParts>().AddSingleton<AppReleases>().AddSingleton<ICodeListener>(p => p.GetRequiredService<AppReleases>());
        services.AddSingleton<IVersionStory, GateStory>().AddSingleton<LineageReading>();
        services.AddSingleton<TraceParts>().AddSingleton<Tracer>();
        services.AddHostedService<TripWatch>().AddSingleton<ITripListener, CopyTrips>();
        return services.AddJobHandler<ReleaseHandler>().AddJobHandler<TripHandler>();
    }

    private static IServiceCollection AddApprovals(this IServiceCollection services)
    {
        services.AddSingleton<ApprovalStore>().AddSingleton<ApprovalBook>().AddSingleton<ApprovalDesk>();
        return services.AddSingleton<HandoffStore>().AddSingleton<PackageCheck>().AddSingleton<HandoffParts>().AddSingleton<HandoffDesk>();
    }

    private static IServiceCollection AddProbes(this IServiceCollection services)
    {
        services.AddSingleton<ProbeStore>().AddSingleton<ProbeParts>().AddSingleton<TrainingGround>().AddSingleton<IProjectListener, ProbeTimers>();
        services.AddSingleton<GateRecords>().AddSingleton<FedChampion>().AddSingleton<GateProbe>();
        services.AddLedgerSubscriber<ReproductionSubscriber>();
        return services.AddJobHandler<TeethHandler>().AddJobHandler<RemadeHandler>().AddJobHandler<EnvironmentHandler>();
    }
}
