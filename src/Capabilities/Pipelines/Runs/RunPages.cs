using Cairn.Compute;
using Cairn.Pipelines.Triggers;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Pipelines.Runs;

/// <summary>The pages of pipelines and their runs.</summary>
internal static class RunPages
{
    private const int Rows = 50;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/pipelines", PipelinesAsync);
        pages.MapGet("/p/{project}/pipelines/{pipeline}", (string project, string pipeline) => Results.Redirect($"/p/{project}/pipelines?target={Uri.EscapeDataString(pipeline)}"));
        pages.MapPost("/p/{project}/pipelines/run", StartAsync);
        pages.MapGet("/p/{project}/runs/{id}", ByIdAsync);
        pages.MapGet("/p/{project}/pipelines/{pipeline}/runs/{number:long}", RunAsync);
        pages.MapGet("/p/{project}/pipelines/{pipeline}/runs/{number:long}/graph", GraphAsync);
        pages.MapGet("/p/{project}/pipelines/{pipeline}/runs/{number:long}/steps/{step}/log", LogAsync);
        pages.MapPost("/p/{project}/pipelines/{pipeline}/runs/{number:long}/cancel", CancelAsync);
        pages.MapPost("/p/{project}/pipelines/{pipeline}/runs/{number:long}/retry", RetryAsync);
    }

    private static async Task<IResult> PipelinesAsync(HttpContext context, string project, string? state, string? target, string? after, IProjects projects, IDatabase database, RunStore store, FiringStore firings, TriggerLimits limits, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        long before = Before(after);
        PipelinesModel model = await database.ReadAsync(s =>
        {
            Page<PipelineRun> page = Page<PipelineRun>.Of(store.List(s, project, Given(state), Given(target), before, Rows + 1), Rows, r => r.Number.ToString());
            PipelineRun? last = store.List(s, project, long.MaxValue, 1).FirstOrDefault();
            return new PipelinesModel(view, new TablePage<PipelineRun>(page.Items, page.Next), last, last is null ? [] : store.Steps(s, last.Id), TriggerPages.Rows(s, view, firings, limits), TableQuery.From(context.Request));
        }, cancellation);
        return await Pages.Render<PipelinesPage>(context, new PageInfo("Pipelines", Section.Pipelines, project), new { Model = model });
    }

    private static async Task<IResult> RunAsync(HttpContext context, string project, long number, string? step, string? view, RunPageParts parts, CancellationToken cancellation)
    {
        RunPageModel model = await parts.ReadAsync(project, number, step, view, cancellation);
        string title = $"Run #{number}";
        return await Pages.Render<RunPage>(context, new PageInfo(title, Section.Pipelines, project, [new(title)]), new { Model = model });
    }

    private static async Task<IResult> GraphAsync(HttpContext context, string project, long number, string? step, RunPageParts parts, CancellationToken cancellation)
        => await Pages.Fragment<RunGraphCard>(context, new { Model = await parts.ReadAsync(project, number, step, null, cancellation) }, project);

    private static async Task<IResult> LogAsync(HttpContext context, string project, long number, string step, long? from, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "number")] long? line, RunPageParts parts, CancellationToken cancellation)
    {
        TaskLogPart log = await parts.LogAsync(project, number, step, Math.Max(0, from ?? 0), Math.Max(1, line ?? 1), cancellation);
        return await Pages.Fragment<LogLines>(context, new { log.Page, log.Open, First = Math.Max(1, line ?? 1) }, project);
    }

    private static async Task<IResult> ByIdAsync(string project, string id, IDatabase database, RunStore store, CancellationToken cancellation)
        => await database.ReadAsync(s => store.Find(s, id), cancellation) is { } run && run.Project == project ? Results.Redirect(RunWords.Href(run)) : throw ApiException.NotFound("pipeline run", id);

    private static async Task<IResult> StartAsync(HttpContext context, string project, IProjects projects, IDatabase database, PipelineStarter starter, Planner planner, CancellationToken cancellation)
    {
        PipelineRun run = await RunEndpoints.NewAsync(project, new RunEndpoints.StartRequest(), context, projects, database, starter, planner, cancellation);
        return Pages.After(context, RunWords.Href(run), $"Run #{run.Number} is queued.");
    }

    private static async Task<IResult> CancelAsync(HttpContext context, string project, string pipeline, long number, IDatabase database, RunStore store, RunCancellations cancellations, CancellationToken cancellation)
    {
        await RunEndpoints.CancelAsync(project, number, database, store, cancellations, cancellation);
        return Pages.After(context, $"/p/{project}/pipelines/{pipeline}/runs/{number}", $"Run #{number} is asked to end.", Token.Warn);
    }

    private static async Task<IResult> RetryAsync(HttpContext context, string project, long number, IDatabase database, RunStore store, PipelineStarter starter, CancellationToken cancellation)
    {
        PipelineRun again = await RunEndpoints.AgainAsync(project, number, context, database, store, starter, cancellation);
        return Pages.After(context, RunWords.Href(again), again.NoCache ? $"Run #{again.Number} does what #{number} did, all of it anew." : $"Run #{again.Number} does what #{number} did; finished steps come from the cache.");
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static long Before(string? after)
        => Cursor.Decode(after) is not { } text ? long.MaxValue : long.TryParse(text, out long n) ? n : throw ApiException.Invalid("after", "'after' is not a cursor of this list.");
}
