using Cairn.Platform.Web;
using Cairn.Tracking.Experiments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Traces.Pages;

/// <summary>The pages of traces: those of an experiment, and one.</summary>
internal static class TracePages
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/experiments/{experiment}/traces", ListAsync);
        pages.MapGet("/p/{project}/experiments/{experiment}/traces/{trace}", FindAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, string project, string experiment, TraceReading reading, CancellationToken cancellation)
    {
        experiment = ExperimentNames.OfSegment(experiment);
        if (await reading.PageAsync(project, experiment, TableQuery.From(context.Request), cancellation) is not { } model)
            return await Platform.Web.Pages.NotFound(context, new PageInfo("Not found", Section.Experiments, project), "experiment", experiment);
        return await Platform.Web.Pages.Render<TracesPage>(context, new PageInfo($"Traces of {experiment}", Section.Experiments, project, [Experiment(project, experiment), new("Traces")]), new { Model = model });
    }

    private static async Task<IResult> FindAsync(HttpContext context, string project, string experiment, string trace, TraceReading reading, CancellationToken cancellation)
    {
        experiment = ExperimentNames.OfSegment(experiment);
        TraceDetail model = await reading.FindAsync(project, trace, cancellation);
        var info = new PageInfo(model.Trace.Name, Section.Experiments, project, [Experiment(project, experiment), new("Traces", TraceWords.List(project, experiment)), new(model.Trace.Name)]);
        return await Platform.Web.Pages.Render<TracePage>(context, info, new { Project = project, Model = model });
    }

    private static Crumb Experiment(string project, string experiment) => new(experiment, $"/p/{project}/experiments/{Uri.EscapeDataString(experiment)}");
}
