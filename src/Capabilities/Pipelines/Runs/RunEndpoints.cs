using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Pipelines.Runs;

/// <summary>Pipeline runs over HTTP.</summary>
internal static class RunEndpoints
{
    public static void Map(RouteGroupBuilder project)
    {
        project.MapGet("/pipeline-runs", ListAsync);
        project.MapPost("/pipeline-runs", StartAsync);
        project.MapGet("/pipeline-runs/{number:long}", FindAsync);
        project.MapPost("/pipeline-runs/{number:long}/cancel", CancelAsync);
        project.MapPost("/pipeline-runs/{number:long}/retry", RetryAsync);
        project.MapGet("/pipeline-runs/{number:long}/steps/{step}/log", LogAsync);
        project.MapGet("/pipeline-runs/{number:long}/steps/{step}/parts", PartsAsync);
        project.MapGet("/pipeline-runs/{number:long}/steps/{step}/environment", EnvironmentAsync);
    }

    private static async Task<Page<RunView>> ListAsync(string project, string? after, int? limit, IProjects projects, IDatabase database, RunStore store, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        long before = Cursor.Decode(after) is { } text ? long.TryParse(text, out long n) ? n : throw ApiException.Invalid("after", "'after' is not a cursor of this list.") : long.MaxValue;
        return Page<RunView>.Of([.. (await database.ReadAsync(s => store.List(s, project, before, count + 1), cancellation)).Select(r => RunView.Of(r))], count, r => r.Number.ToString());
    }

    private static async Task<IResult> StartAsync(
        string project, StartRequest? request, HttpContext http, IProjects projects, IDatabase database, PipelineStarter starter, Planner planner, CancellationToken cancellation)
        => Results.Json(RunView.Of(await NewAsync(project, request ?? new StartRequest(), http, projects, database, starter, planner, cancellation)), ApiJson.Options, statusCode: 202);

    /// <summary>Queues the run that was asked for, by API or by page.</summary>
    internal static async Task<PipelineRun> NewAsync(
        string project, StartRequest request, HttpContext http, IProjects projects, IDatabase database, PipelineStarter starter, Planner planner, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        if (!view.Active) throw ApiException.Conflict($"The project is {view.State}.");
        ProjectFile file = await planner.FileAsync(view, request.Commit, cancellation);
        AskedRun.Check(file, request);
        if (request.Purpose is not (null or "production" or "experiment")) throw ApiException.Invalid("purpose", "'purpose' must be 'production' or 'experiment'.");
        if (request is { Dirty: true, Purpose: not "experiment" })
            throw new ApiException(409, "not-committed", "There are changes that are not committed, and a run for production goes by what is.") { Mend = "Commit them first, or ask for purpose 'experiment'." };
        // The last step is that of the commit, which the newest file may not have.
        var asked = new RunRequest(project, request.Target ?? (request.Commit is null ? null : Planner.DefaultTarget(file)), "manual", http.Actor())
        {
            Commit = request.Commit,
            Sample = request.Sample,
            Params = request.Params ?? [],
            NoCache = request.NoCache ?? false,
            Dirty = request.Dirty ?? false,
            AllowDrift = request.AllowDrift ?? false,
            Priority = PriorityOf(request.Priority),
            Purpose = request.Purpose ?? (request.Params is { Count: > 0 } ? "experiment" : null),
        };
        return await database.WriteAsync(s => starter.Start(s, asked), cancellation: cancellation) ?? throw ApiException.Conflict("The project was paused meanwhile.");
    }

    // With 'wait' the answer comes when the run has ended, or after so many seconds.
    private static async Task<RunView> FindAsync(string project, long number, double? wait, IProjects projects, IDatabase database, RunStore store, RunEnd end, ICompute compute, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        if (wait is { } seconds) await end.WaitAsync(project, number, seconds, cancellation);
        return await database.ReadAsync(s => Require(store, s, project, number) is var run ? RunView.Of(run, StepWaits.Told(store.Steps(s, run.Id), compute), store.Journal(s, run.Id)) : null!, cancellation);
    }

    internal static async Task<RunView> CancelAsync(string project, long number, IDatabase database, RunStore store, RunCancellations cancellations, CancellationToken cancellation)
    {
        PipelineRun run = await database.ReadAsync(s => Require(store, s, project, number), cancellation);
        if (!await database.WriteAsync(s => store.AskToCancel(s, run.Id), cancellation: cancellation)) throw ApiException.Conflict($"Run #{number} is {run.State}.");
        cancellations.Cancel(run.Id);
        return RunView.Of(run);
    }

    private static async Task<IResult> RetryAsync(
        string project, long number, HttpContext http, IDatabase database, RunStore store, PipelineStarter starter, CancellationToken cancellation)
        => Results.Json(RunView.Of(await AgainAsync(project, number, http, database, store, starter, cancellation)), ApiJson.Options, statusCode: 202);

    /// <summary>The same run once more; what was done before comes from the cache, where that was not forbidden.</summary>
    internal static async Task<PipelineRun> AgainAsync(
        string project, long number, HttpContext http, IDatabase database, RunStore store, PipelineStarter starter, CancellationToken cancellation)
    {
        PipelineRun run = await database.ReadAsync(s => Require(store, s, project, number), cancellation);
        if (!RunState.IsDone(run.State)) throw ApiException.Conflict($"Run #{number} is {run.State}.", "Wait for its end, or cancel it.");
        return await database.WriteAsync(s => starter.Again(s, run, http.Actor()), cancellation: cancellation) ?? throw ApiException.Conflict("The project is not active.");
    }

    /// <param name="attempt">From 1; else the last one.</param>
    private static async Task<IResult> LogAsync(
        string project, long number, string step, long? offset, int? attempt, IDatabase database, RunStore store, ITaskLogs logs, CancellationToken cancellation)
    {
        PipelineStep found = await database.ReadAsync(s => store.Step(s, Require(store, s, project, number).Id, step), cancellation) ?? throw ApiException.NotFound("step", step);
        if (attempt < 1 || attempt > found.Attempt) throw ApiException.Invalid("attempt", found.Attempt == 0 ? $"'{step}' was not executed in this run, so there is no attempt." : $"'attempt' is 1 to {found.Attempt} here.");
        // A step that is done by parts has logs with them alone.
        string? task = attempt is { } n && found.Task is not null ? WorkRunner.TaskOf(found, n) : found.Task;
        byte[] text = task is null ? [] : await logs.BytesAsync(project, task, Math.Max(0, offset ?? 0), cancellation);
        return Results.Bytes(text, "text/plain; charset=utf-8");
    }

    /// <summary>What a step ran in: machine, interpreters and their packages.</summary>
    private static async Task<JsonObject> EnvironmentAsync(string project, long number, string step, IDatabase database, RunStore store, IArtifactStore artifacts, CancellationToken cancellation)
    {
        PipelineStep found = await database.ReadAsync(s => store.Step(s, Require(store, s, project, number).Id, step), cancellation) ?? throw ApiException.NotFound("step", step);
        return found.Environment is { } digest ? JsonNode.Parse(await artifacts.ReadTextAsync(digest, cancellation))!.AsObject()
            : throw ApiException.NotFound("environment", step, "A step has one when it was executed in this run, and one that is done by parts has it with each part.");
    }

    /// <summary>Items of a mapped step, or trials of a sweep.</summary>
    private static async Task<Page<StepView>> PartsAsync(
        string project, long number, string step, string? after, int? limit, IDatabase database, RunStore store, ICompute compute, CancellationToken cancellation)
    {
        int count = Cursor.Limit(limit);
        int from = Cursor.Decode(after) is { } text ? int.TryParse(text, out int place) ? place : throw ApiException.Invalid("after", "'after' is not a cursor of this list.") : 0;
        IReadOnlyList<PipelineStep> parts = await database.ReadAsync(s => store.Parts(s, Require(store, s, project, number).Id, step, from, count + 1), cancellation);
        return Page<StepView>.Of([.. StepWaits.Told(parts, compute).Select(StepView.Of)], count, p => p.Place.ToString());
    }

    private static Priority? PriorityOf(string? word) => word switch
    {
        null => null,
        "low" => Priority.Low,
        "normal" => Priority.Normal,
        "high" => Priority.High,
        _ => throw ApiException.Invalid("priority", "'priority' must be 'low', 'normal' or 'high'."),
    };

    internal static PipelineRun Require(RunStore store, SqlSession s, string project, long number)
        => store.Find(s, project, number) ?? throw ApiException.NotFound("pipeline run", $"#{number}");

    /// <param name="Dirty">There are changes beside the caller that are not in the commit; such a run can only be an experiment.</param>
    internal sealed record StartRequest(
        string? Target = null, string? Commit = null, double? Sample = null, JsonObject? Params = null, bool? NoCache = null, string? Purpose = null, bool? Dirty = null, bool? AllowDrift = null, string? Priority = null);
}
