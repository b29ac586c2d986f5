using Cairn.Platform.Web;
using Cairn.Tracking.Traces.Assessments;
using Cairn.Tracking.Traces.Measures;
using Cairn.Tracking.Traces.Pages;
using Cairn.Tracking.Traces.Searching;
using Cairn.Tracking.Traces.Spans;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cairn.Tracking.Traces;

/// <summary>What of the room is there for traces.</summary>
internal static class TracesPart
{
    public static void AddTraces(this IServiceCollection services)
    {
        services.AddSingleton<TraceStore>().AddSingleton<SpanStore>().AddSingleton<AssessmentStore>().AddSingleton<TraceSearchStore>().AddSingleton<TraceStores>();
        services.AddSingleton<TraceService>().AddSingleton<TraceSearch>().AddSingleton<TraceSpans>().AddSingleton<TraceReading>();
        services.AddSingleton<MlflowTraces>().AddSingleton<MlflowOldTraces>().AddSingleton<MlflowTraceChanges>().AddSingleton<MlflowTraceSearch>().AddSingleton<MlflowTraceFiles>().AddSingleton<MlflowAssessments>();
        services.AddSingleton<MeasureStore>().AddSingleton<MeasureFacts>().AddSingleton<MlflowTraceMetrics>();
        services.TryAddSingleton(p => NotebookOptions.Of(p.GetService<IConfiguration>()?[NotebookOptions.Variable]));
        services.AddSingleton<OtlpEndpoint>().AddSingleton<TraceEndpoints>();
    }

    public static void MapTraces(this IServiceProvider services, IEndpointRouteBuilder routes, MlflowRoutes old)
    {
        MlflowRoutes mlflow = old.Of("3.0");
        services.GetRequiredService<MlflowTraces>().Map(mlflow);
        services.GetRequiredService<MlflowAssessments>().Map(mlflow);
        services.GetRequiredService<MlflowTraceSearch>().Map(mlflow);
        services.GetRequiredService<MlflowTraceMetrics>().Map(mlflow);
        services.GetRequiredService<MlflowTraceSearch>().MapOld(old);
        services.GetRequiredService<MlflowOldTraces>().Map(old);
        // The same under both ages: clients mix them.
        foreach (MlflowRoutes both in (MlflowRoutes[])[old, mlflow])
        {
            services.GetRequiredService<MlflowTraceChanges>().Map(both);
            services.GetRequiredService<MlflowTraceFiles>().Map(both);
        }
        services.GetRequiredService<OtlpEndpoint>().Map(mlflow);
        services.GetRequiredService<TraceEndpoints>().Map(routes);
        RouteGroupBuilder pages = routes.MapPages();
        TracePages.Map(pages);
        NotebookPages.Map(pages, services.GetRequiredService<NotebookOptions>());
    }
}
