using System.Text.Json.Nodes;
using Cairn.Contracts.Segments;
using Cairn.Platform;
using Cairn.Platform.Web;
using Cairn.Tracking.Artifacts;
using Cairn.Tracking.Artifacts.Uploads;
using Cairn.Tracking.Artifacts.Viewers;
using Cairn.Tracking.Boards;
using Cairn.Tracking.EvaluationDatasets;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.Imports;
using Cairn.Tracking.LoggedModels;
using Cairn.Tracking.Metrics;
using Cairn.Tracking.Removal;
using Cairn.Tracking.Runs;
using Cairn.Tracking.Runs.Export;
using Cairn.Tracking.Runs.Searching;
using Cairn.Tracking.SavedViews;
using Cairn.Tracking.Traces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cairn.Tracking;

/// <summary>Experiments and runs with parameters, metrics, tags, inputs and artifacts, in MLflow's dialect and our own.</summary>
public static class TrackingModule
{
    /// <summary>The MLflow release whose server the dialect is that of; clients choose by it how they send traces.</summary>
    public const string MlflowVersion = "3.11.0";

    public static IServiceCollection AddTracking(this IServiceCollection services)
    {
        services.AddMigrations(typeof(TrackingModule).Assembly);
        services.TryAddSingleton<IDurableFiles>(DiskFiles.Instance);
        services.AddSingleton<ExperimentStore>().AddSingleton<RunStore>().AddSingleton<RunSearchStore>().AddSingleton<RunListStore>().AddSingleton<MetricStore>().AddSingleton<FileStore>();
        services.AddSingleton<TrackingStores>().AddSingleton<RunEvents>().AddSingleton<RunNews>();
        services.AddJobHandler<UntoldRunsHandler>().AddSingleton<ExperimentAttaching>().AddSingleton<ExperimentService>().AddSingleton<RunService>().AddSingleton<RunStarts>().AddSingleton<RunLogs>().AddSingleton<FileService>().AddSingleton<ITracking, TrackingService>();
        services.AddSingleton<RunViews>().AddSingleton<IRuns, RunReader>().AddSingleton<ExperimentReading>().AddSingleton<RunPageReading>().AddSingleton<LooseRunReading>();
        services.AddSingleton<MlflowExperiments>().AddSingleton<MlflowRuns>().AddSingleton<MlflowLogging>().AddSingleton<MlflowHistory>().AddSingleton<MlflowArtifacts>().AddSingleton<MlflowFiles>().AddSingleton<UploadFolder>().AddSingleton<SignedAddresses>().AddSingleton<MlflowUploads>().AddSingleton<MlflowSigned>().AddSingleton<RunEndpoints>().AddSingleton<RunListEndpoints>().AddSingleton<RunActEndpoints>().AddSingleton<RunFileEndpoints>().AddSingleton<RunKeyStore>().AddSingleton<RunCountStore>();
        services.AddSingleton<LoggedModelStore>().AddSingleton<LoggedModelSearchStore>().AddSingleton<LoggedModelMessages>().AddSingleton<MlflowLoggedModels>().AddSingleton<MlflowLoggedModelSearch>().AddSingleton<MlflowModelFiles>().AddSingleton<DatasetStore>().AddSingleton<MlflowDatasets>().AddSingleton<ILoggedModels>(p => p.GetRequiredService<MlflowLoggedModels>());
        services.AddSingleton<RemovalStore>().AddSingleton<ReferenceStore>().AddSingleton<ContentSweep>().AddSingleton<Remover>().AddSingleton<RemovalEndpoint>();
        services.AddSingleton<BoardStore>().AddSingleton<BoardReading>().AddSingleton<BoardEndpoints>();
        services.AddSingleton<RunMoving>().AddSingleton<SheetImport>().AddSingleton<RunDesk>();
        services.AddSingleton<RunExport>().AddSingleton<ParquetRuns>();
        services.AddSingleton<IFileOwners, RunFiles>().AddSingleton<IFileOwners, LoggedModelFiles>().AddSingleton<ArtifactFinding>().AddSingleton<IOwnedFiles>(p => p.GetRequiredService<ArtifactFinding>()).AddSingleton<LoggedModelReading>().AddSingleton<OnnxLooks>().AddSingleton<ParquetRows>().AddSingleton<ArtifactViewing>();
        services.AddTraces();
        services.AddEvaluationDatasets();
        services.AddSingleton<SavedViewStore>().AddSingleton<ViewKeeping>().AddSingleton<SavedViewEndpoints>().AddSingleton<RunTable>();
        services.AddSingleton<ImportStore>().AddSingleton<TraceImport>().AddSingleton<DatasetImport>().AddSingleton<ImportStores>().AddSingleton<ITrackingImport, TrackingImport>();
        return services;
    }

    public static void MapTracking(this IEndpointRouteBuilder routes)
    {
        IServiceProvider services = routes.ServiceProvider;
        var mlflow = new MlflowRoutes(routes);
        services.GetRequiredService<MlflowExperiments>().Map(mlflow);
        services.GetRequiredService<MlflowRuns>().Map(mlflow);
        services.GetRequiredService<MlflowLogging>().Map(mlflow);
        services.GetRequiredService<MlflowHistory>().Map(mlflow);
        services.GetRequiredService<MlflowArtifacts>().Map(mlflow);
        services.GetRequiredService<MlflowFiles>().Map(mlflow);
        services.GetRequiredService<MlflowUploads>().Map(mlflow);
        services.GetRequiredService<MlflowSigned>().Map(mlflow);
        services.GetRequiredService<MlflowLoggedModels>().Map(mlflow);
        services.GetRequiredService<MlflowLoggedModelSearch>().Map(mlflow);
        services.GetRequiredService<MlflowModelFiles>().Map(mlflow);
        services.GetRequiredService<MlflowDatasets>().Map(mlflow);
        services.GetRequiredService<RunEndpoints>().Map(routes);
        services.GetRequiredService<RunListEndpoints>().Map(routes);
        services.GetRequiredService<RunActEndpoints>().Map(routes);
        services.GetRequiredService<RunFileEndpoints>().Map(routes);
        services.GetRequiredService<SavedViewEndpoints>().Map(routes);
        services.GetRequiredService<BoardEndpoints>().Map(routes);
        services.GetRequiredService<RemovalEndpoint>().Map(routes);
        RunExportEndpoint.Map(routes);
        RouteGroupBuilder pages = routes.MapPages();
        RunPages.Map(pages);
        LooseExperimentPages.Map(pages);
        MlflowLinks.Map(pages);
        ArtifactPages.Map(pages);
        LoggedModelPages.Map(pages);
        services.MapTraces(routes, mlflow);
        services.MapEvaluationDatasets(mlflow.Of("3.0"));
        routes.MapGet("/health", () => "OK").ExcludeFromDescription();
        routes.MapGet("/version", () => MlflowVersion).ExcludeFromDescription();
        foreach (string prefix in (string[])["/api/3.0", "/ajax-api/3.0"])
            mlflow.Whole("GET", prefix + "/mlflow/server-info", c => MlflowRoutes.WriteAsync(c, new JsonObject { ["store_type"] = "SqlStore", ["workspaces_enabled"] = false }));
    }
}
