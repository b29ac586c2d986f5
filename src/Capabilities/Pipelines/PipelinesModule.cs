using Cairn.Delivery;
using Cairn.Pipelines.Caching;
using Cairn.Pipelines.Maps;
using Cairn.Pipelines.OpenLineage;
using Cairn.Pipelines.Reproductions;
using Cairn.Pipelines.Runs;
using Cairn.Pipelines.Sweeps;
using Cairn.Pipelines.Triggers;
using Cairn.Platform;
using Cairn.Platform.Jobs;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cairn.Pipelines;

/// <summary>Pipelines: runs of the project's steps, their cache, and the triggers that start them.</summary>
public static class PipelinesModule
{
    public static IServiceCollection AddPipelines(this IServiceCollection services)
    {
        services.AddMigrations(typeof(PipelinesModule).Assembly);
        services.TryAddSingleton(EngineVersions.Installed);
        services.AddSingleton<ProgramFiles>().AddSingleton<Machine>().AddSingleton<ReadsStore>().AddSingleton<StepCache>().AddSingleton<WorkRunner>().AddSingleton<PartRunner>();
        services.AddSingleton<StepInputReader>().AddSingleton<MapRunner>().AddSingleton<SweepRunner>().AddSingleton<SweepJudge>().AddSingleton<AshaRunner>();
        services.AddSingleton<ISweepSearch, RandomSearch>().AddSingleton<ISweepSearch, GridSearch>().AddSingleton<ISweepSearch, BayesSearch>();
        // Also where there are no pages, an answer waits for the end of a run.
        services.TryAddSingleton(p => new LiveHub(p.GetRequiredService<RealTime>().Provider));
        services.AddSingleton<RunEnd>();
        services.AddSingleton<Data.IDatasetNeeds, RunNeeds>().AddSingleton<Data.IRunNumbers, RunNumbers>().AddSingleton<RunStore>().AddSingleton<Planner>().AddSingleton<RunInputs>().AddSingleton<StepTasks>().AddSingleton<StepRunner>();
        services.AddSingleton<RunVersions>().AddSingleton<RunOutcome>().AddSingleton<MadeByRuns>().AddSingleton<RunRecorder>().AddSingleton<RunExecutor>().AddSingleton<RunCancellations>().AddSingleton<RunPageParts>().AddSingleton<IStationSource, RunStation>();
        services.AddSingleton<PipelineStarter>().AddJobHandler<RunJob>();
        services.TryAddSingleton(p => OpenLineageOptions.Of(p.GetService<IConfiguration>()));
        services.AddSingleton<IStepListener, OpenLineageStepListener>().AddSingleton<OpenLineageSteps>();
        services.AddSingleton<OpenLineageData>().AddSingleton<OpenLineageEvents>().AddLedgerSubscriber<OpenLineageSubscriber>().AddJobHandler<OpenLineageDelivery>();
        services.AddSingleton<FiringStore>().AddSingleton<TriggerLimits>().AddSingleton<TriggerStart>().AddSingleton<TriggerGate>().AddLedgerSubscriber<TriggerSubscriber>();
        services.AddSingleton<TriggerAgain>().AddSingleton<IProjectListener>(p => p.GetRequiredService<TriggerAgain>()).AddSingleton<Platform.Jobs.IJobHandler>(p => p.GetRequiredService<TriggerAgain>());
        services.AddSingleton<TriggerTimers>().AddSingleton<IProjectListener>(p => p.GetRequiredService<TriggerTimers>());
        services.AddSingleton<Platform.Jobs.IJobHandler>(p => p.GetRequiredService<TriggerTimers>());
        services.AddSingleton<Reproducer>().AddSingleton<IReproductions>(p => p.GetRequiredService<Reproducer>()).AddSingleton<ReproductionComparer>().AddSingleton<FormerEnvironments>().AddSingleton<ReproductionStore>().AddSingleton<ReproductionBook>().AddSingleton<ShuffledLabels>().AddSingleton<PlanPreview>();
        services.AddSingleton<IProjectListener, ReproduceTimers>().AddJobHandler<ReproduceHandler>().AddJobHandler<JudgeHandler>().AddLedgerSubscriber<ReproductionSubscriber>();
        return services;
    }

    public static void MapPipelines(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder project = routes.MapGroup("/api/v1/projects/{project}").WithTags("pipelines");
        RunEndpoints.Map(project);
        PlanEndpoints.Map(project);
        ReproductionEndpoints.Map(project);
        TriggerEndpoints.Map(project);
        TriggerWebhook.Map(project);
        RouteGroupBuilder pages = routes.MapPages();
        RunPages.Map(pages);
        TriggerPages.Map(pages);
    }
}
