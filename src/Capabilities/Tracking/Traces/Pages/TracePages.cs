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
        if (await reading.PageAsync(project, experiment, TableQuery.From(context.Request), cancellation) is not { } model)
            return await Platform.Web.Pages.NotFound(context, new PageInfo("Not found", Section.Experiments, project), "experiment", ExperimentNames.OfSegment(experiment));
        return await Platform.Web.Pages.Render<TracesPage>(context, new PageInfo($"Traces of {model.Experiment}", Section.Experiments, project, [Experiment(project, model.Experiment), new("Traces")]), new { Model = model });
    }

    private static async Task<IResult> FindAsync(HttpContext context, string project, string trace, TraceReading reading, CancellationToken cancellation)
    {
        TraceDetail model = await reading.FindAsync(project, trace, cancellation);
        string experiment = model.Trace.Experiment;
        var info = new PageInfo(model.Trace.Name, Section.Experiments, project, [Experiment(project, experiment), new("Traces", TraceWords.List(project, experiment)), new(model.Trace.Name)]);
        return await Platform.Web.Pages.Render<TracePage>(context, info, new { Project = project, Model = model });
    }

    private static Crumb Experiment(string project, string experiment) => new(experiment, $"/p/{project}/experiments/{Uri.EscapeDataString(experiment)}");
}
