using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Tracking.Imports;
using Cairn.Tracking.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Runs;

/// <summary>A project's runs over Cairn's own API.</summary>
internal sealed class RunEndpoints(IDatabase database, IProjects projects, RunListStore list, RunViews views, MetricStore metrics, RunDesk desk)
{
    private const int MostCompared = 100, MostSampled = 10_000;

    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/runs").WithTags("runs");
        group.MapGet("/compare", CompareAsync);
        group.MapGet("/{run}", FindAsync);
        group.MapPost("/{run}/move", MoveAsync);
        group.MapPost("/{run}/note", NoteAsync);
        group.MapPost("/import", ImportAsync);
        group.MapGet("/{run}/metrics/{**key}", HistoryAsync);
    }

    private async Task<RunView> FindAsync(string project, string run, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s => views.Of(s, [Existing(s, project, run)])[0], cancellation);
    }

    /// <summary>Moves a run that a client made to another experiment.</summary>
    private async Task<RunView> MoveAsync(string project, string run, MoveRequest request, HttpContext context)
    {
        string id = await IdAsync(project, run, context.RequestAborted);
        await Refusals.AsProblem(desk.Moving.MoveAsync([id], request.Experiment is { Length: > 0 } to ? to : throw ApiException.Invalid("experiment", "'experiment' must name an experiment."), context.Actor(), context.RequestAborted));
        return await database.ReadAsync(s => views.Of(s, [desk.Runs.Existing(s, id)])[0], context.RequestAborted);
    }

    /// <summary>Writes a remark to a run, in place of the one before.</summary>
    private async Task<RunView> NoteAsync(string project, string run, NoteRequest request, HttpContext context)
    {
        string id = await IdAsync(project, run, context.RequestAborted);
        if (request.Text is not { Length: > 0 and <= KeyRules.TagLength } text) throw ApiException.Invalid("text", $"'text' must have 1 to {KeyRules.TagLength} characters.");
        await desk.Logs.AddAsync(id, new RunLog([], [], [new RunTag("mlflow.note.content", text), new RunTag("cairn.note.by", context.Actor().Id)]), context.RequestAborted, byServer: true);
        return await FindAsync(project, id, context.RequestAborted);
    }

    /// <summary>Brings in runs that others keep in a sheet: one row, one run.</summary>
    private async Task<SheetReport> ImportAsync(string project, string? experiment, string? origin, string? sheet, HttpContext context)
    {
        await projects.RequireAsync(project, context.RequestAborted);
        return await Refusals.AsProblem(desk.Sheets.ImportAsync(project, experiment ?? project, (origin ?? "sheet", sheet), context.Request.Body, context.Actor(), context.RequestAborted));
    }

    /// <summary>Several runs with all that differs among them.</summary>
    private async Task<RunComparison> CompareAsync(string project, string ids, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        string[] wanted = ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (wanted.Length is < 2 or > MostCompared) throw ApiException.Invalid("ids", $"'ids' must name 2 to {MostCompared} runs, separated by commas.");
        return RunComparison.Of(await database.ReadAsync(s => views.Of(s, [.. wanted.Select(id => Existing(s, project, id))]), cancellation));
    }

    /// <summary>Points of a metric by time and step, a page of them; with <paramref name="sample"/> about so many over the whole of its steps, its ends among them.</summary>
    private async Task<Page<RunMetric>> HistoryAsync(string project, string run, string key, int? sample, string? after, int? limit, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        if (sample is < 2 or > MostSampled) throw ApiException.Invalid("sample", $"'sample' must be 2 to {MostSampled}.");
        (int count, MetricPoint? last) = (Cursor.Limit(limit), Cursor.Decode(after) is { } text ? MetricMark.Parse(text) ?? throw ApiException.Invalid("after", "'after' is not a cursor of this list.") : null);
        return await database.ReadAsync(s =>
        {
            long num = Existing(s, project, run).Num;
            if (sample is { } most) return new Page<RunMetric>(metrics.Curves(s, num, [key], most) is [var curve] ? curve.Points : [], null);
            Page<MetricPoint> page = Page<MetricPoint>.Of(metrics.Page(s, num, key, last, count + 1), count, MetricMark.Text);
            return new Page<RunMetric>([.. page.Items.Select(p => p.Of(key))], page.Next);
        }, cancellation);
    }

    private async Task<string> IdAsync(string project, string run, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s => Existing(s, project, run).Id, cancellation);
    }

    private RunRow Existing(SqlSession s, string project, string run) => list.Find(s, project, run) ?? throw ApiException.NotFound("run", run, "See the runs of the project for their names.");

    internal sealed record MoveRequest(string? Experiment);

    internal sealed record NoteRequest(string? Text);
}
