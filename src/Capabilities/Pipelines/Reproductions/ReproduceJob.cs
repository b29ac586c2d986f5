using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Pipelines.Reproductions;

/// <summary>
/// Executes the run of a version again from its record (commit, inputs, parameters, seed), without the cache, and compares what came out. Once for
/// a recipe, and again after thirty days.
/// </summary>
internal sealed class ReproduceJob(IDatabase database, RunStore runs, RunExecutor executor, IModels models, ReproductionJudge judge) : IJobHandler
{
    public const string JobKind = "pipeline.reproduce";

    public string Kind => JobKind;

    public int Attempts => 50;

    public int Concurrency => 1;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        Payload payload = job.Payload<Payload>();
        if (await models.FindAsync(payload.Version, cancellation) is not { RunId: not null, Recipe: not null } version) return;
        if (await judge.IsFreshAsync(version, cancellation)) return;
        if (await database.ReadAsync(s => runs.Find(s, version.RunId), cancellation) is not { } original) return;
        PipelineRun again = await database.WriteAsync(s => Again(s, original, $"{original.Id}-again-{job.Id}", payload.Event), cancellation: cancellation);
        if (!RunState.IsDone(again.State)) await executor.ExecuteAsync(again, cancellation, cancellation);
        await judge.DecideAsync(version, original, again.Id, payload.Event, cancellation);
    }

    // The id is the job's, so that a crash goes on with the run it had begun.
    private PipelineRun Again(SqlSession s, PipelineRun original, string id, string cause)
    {
        if (runs.Find(s, id) is { } begun) return begun;
        PipelineRun run = original with
        {
            Id = id,
            Number = runs.NextNumber(s, original.Project),
            Purpose = "experiment",
            TriggerKind = "retry",
            TriggerName = JobKind,
            Firing = null,
            Cause = cause,
            Actor = JsonSerializer.Serialize(Actor.Service("pipelines"), LedgerJson.Options),
            NoCache = true,
            State = RunState.Queued,
            Version = null,
            Failure = null,
            FinishedAt = null,
        };
        runs.Insert(s, run);
        return run;
    }

    internal sealed record Payload(string Version, string Event);
}
