using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Cairn.Tracking.Artifacts;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.LoggedModels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Runs;

/// <summary>The pages of experiments, runs and their comparison.</summary>
internal static class RunPages
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/experiments", (HttpContext context, string project, ExperimentReading reading, CancellationToken cancellation) => ListAsync(context, project, null, reading, cancellation));
        pages.MapGet("/p/{project}/all-experiments", AllAsync);
        pages.MapGet("/p/{project}/experiments/{experiment}", ListAsync);
        pages.MapGet("/p/{project}/experiments/{experiment}/runs/{run}", RunAsync);
        pages.MapGet("/p/{project}/experiments/{experiment}/runs/{run}/live", CurvesAsync);
        pages.MapGet("/p/{project}/compare", CompareAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, string project, string? experiment, ExperimentReading reading, CancellationToken cancellation)
    {
        if (await reading.ReadAsync(project, experiment, TableQuery.From(context.Request), cancellation) is { } model)
            return await Pages.Render<ExperimentsPage>(context, new PageInfo(model.Only ?? "Experiments", Section.Experiments, project, model.Only is { } only ? [new(only)] : null), new { Model = model });
        return await Pages.NotFound(context, new PageInfo("Not found", Section.Experiments, project), "experiment", ExperimentNames.OfSegment(experiment!),
            (await reading.NamesAsync(project, cancellation)).Select(e => new NamedLink(e, $"/p/{project}/experiments/{Uri.EscapeDataString(e)}")));
    }

    private static async Task<IResult> AllAsync(HttpContext context, string project, ExperimentReading reading, CancellationToken cancellation)
    {
        TableQuery query = TableQuery.From(context.Request);
        return await Pages.Render<AllExperimentsPage>(context, new PageInfo("All experiments", Section.Experiments, project, [new("All")]), new { Project = project, Experiments = await reading.ListAsync(project, query, cancellation), Query = query });
    }

    private static async Task<IResult> RunAsync(HttpContext context, string project, string run, string? curves, RunPageReading reading, IOwnedFiles files, CancellationToken cancellation)
    {
        (RunCurvesModel shown, IReadOnlyList<LoggedModelLine> logged, long traces) = await reading.RunAsync(project, run, Chosen(curves), cancellation);
        OwnedFiles kept = await files.FirstAsync(project, RunFiles.Name, shown.Run.Id, cancellation);
        string experiment = shown.Run.Experiment;
        return await Pages.Render<RunPage>(context, new PageInfo(shown.Run.Name, Section.Experiments, project, [new(experiment, $"/p/{project}/experiments/{Uri.EscapeDataString(experiment)}"), new(shown.Run.Name)]),
            new { Model = new RunPageModel(shown, kept, logged, traces) });
    }

    private static async Task<IResult> CurvesAsync(HttpContext context, string project, string run, string? curves, RunPageReading reading, CancellationToken cancellation)
        => await Pages.Fragment<RunCurves>(context, new { Model = await reading.CurvesAsync(project, run, Chosen(curves), cancellation) }, project);

    /// <summary><c>curves=auc,loss</c>: the metrics whose curves are drawn; none for the first.</summary>
    internal static IReadOnlyList<string> Chosen(string? curves)
    {
        string[] keys = [.. (curves ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        return keys.Length <= RunCurvesModel.MostChosen ? keys : throw ApiException.Invalid("curves", $"At most {RunCurvesModel.MostChosen} curves are drawn at once.", "Leave some out.");
    }

    /// <summary><c>runs=a,b</c>, or the parameter several times as a form sends it; the first is the base.</summary>
    private static async Task<IResult> CompareAsync(HttpContext context, string project, string[] runs, string? x, string? smooth, string? across, string? up, RunPageReading reading, CancellationToken cancellation)
    {
        string[] ids = [.. runs.SelectMany(r => r.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal)];
        var info = new PageInfo("Compare runs", Section.Experiments, project, [new("Compare")]);
        return ids.Length < 2 ? await Pages.Render<CompareEmptyPage>(context, info, new { Project = project })
            : await Pages.Render<ComparePage>(context, info, new { Model = await reading.CompareAsync(project, ids, CurveView.Of(x, smooth), string.IsNullOrEmpty(across) || string.IsNullOrEmpty(up) ? null : (across, up), cancellation) });
    }
}
