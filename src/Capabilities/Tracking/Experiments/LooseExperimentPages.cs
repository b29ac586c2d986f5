using System.Globalization;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;
using Cairn.Tracking.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Experiments;

/// <summary>What clients log under names that are no project's: listed and shown here, and given to a project with one act. What belongs to one by now is shown there.</summary>
internal static class LooseExperimentPages
{
    private const int Rows = 50;
    private static readonly Crumb All = new("Without a project", "/experiments");

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/experiments", ListAsync);
        pages.MapGet("/experiments/{id:long}", ShowAsync);
        pages.MapGet("/experiments/{id:long}/runs/{run}", RunAsync);
        pages.MapGet("/experiments/{id:long}/runs/{run}/live", CurvesAsync);
        pages.MapPost("/experiments/{id:long}/attach", AttachAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IDatabase database, ExperimentStore store, IProjects projects, CancellationToken cancellation)
    {
        TableQuery query = TableQuery.From(context.Request);
        (long, long)? before = Mark(Cursor.Decode(query.After));
        Page<LooseExperiment> page = Page<LooseExperiment>.Of(await database.ReadAsync(s => store.Loose(s, before, Rows + 1), cancellation), Rows, e => string.Create(CultureInfo.InvariantCulture, $"{e.Moment} {e.Id}"));
        return await Pages.Render<LooseExperimentsPage>(context, new PageInfo("Experiments without a project"),
            new { Experiments = new TablePage<LooseExperiment>(page.Items, page.Next), Projects = await NamesAsync(projects, cancellation), Query = query });
    }

    private static async Task<IResult> ShowAsync(HttpContext context, long id, ExperimentReading reading, IProjects projects, CancellationToken cancellation)
    {
        (string? home, LooseExperimentModel? model) = await reading.LooseAsync(id, TableQuery.From(context.Request), cancellation);
        return model is null ? Results.Redirect(home!)
            : await Pages.Render<LooseExperimentPage>(context, new PageInfo(model.Name, Crumbs: [All, new(model.Name)]), new { Model = model, Projects = await NamesAsync(projects, cancellation) });
    }

    private static async Task<IResult> RunAsync(HttpContext context, long id, string run, string? curves, LooseRunReading reading, IProjects projects, CancellationToken cancellation)
    {
        if (await reading.HomeAsync(id, run, cancellation) is { } home) return Results.Redirect(home);
        LooseRunModel model = await reading.ReadAsync(run, RunPages.Chosen(curves), cancellation);
        RunView shown = model.Shown.Run;
        var info = new PageInfo(shown.Name, Crumbs: [All, new(shown.Experiment, $"/experiments/{shown.ExperimentId}"), new(shown.Name)]);
        return await Pages.Render<LooseRunPage>(context, info, new { Model = model, Projects = await NamesAsync(projects, cancellation) });
    }

    private static async Task<IResult> CurvesAsync(HttpContext context, long id, string run, string? curves, RunPageReading reading, CancellationToken cancellation)
    {
        RunCurvesModel model = await reading.CurvesAsync("", run, RunPages.Chosen(curves), cancellation);
        return model.Run.ExperimentId == id ? await Pages.Fragment<RunCurves>(context, new { Model = model }) : throw ApiException.NotFound("run", run);
    }

    private static async Task<IResult> AttachAsync(HttpContext context, long id, [FromForm] string? project, ExperimentService experiments, IProjects projects, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(project)) throw ApiException.Invalid("project", "'project' names the project that the experiment goes to.");
        await projects.RequireAsync(project, cancellation);
        string name = await Refusals.AsProblem(experiments.GiveAsync(id, project, context.Actor(), cancellation));
        return Pages.After(context, $"/p/{project}/experiments/{Uri.EscapeDataString(name)}", $"{name} belongs to {project} now.");
    }

    private static async Task<string[]> NamesAsync(IProjects projects, CancellationToken cancellation) => [.. (await projects.ListAsync(cancellation)).Select(p => p.Name)];

    private static (long, long)? Mark(string? cursor)
    {
        if (cursor is null) return null;
        string[] parts = cursor.Split(' ');
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long moment) && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? (moment, id) : throw ApiException.Invalid("after", "'after' is not a cursor of this list.", "Leave it out.");
    }
}
