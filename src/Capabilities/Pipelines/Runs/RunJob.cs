using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Runs;

/// <summary>Carries a run to its end, from wherever an earlier process left it.</summary>
internal sealed class RunJob(IDatabase database, RunStore store, RunExecutor executor, RunCancellations cancellations) : IJobHandler
{
    public const string JobKind = "pipeline.run";

    public string Kind => JobKind;

    // A crash counts as an attempt and must not end the run.
    public int Attempts => 50;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        string id = job.Payload<Payload>().Run;
        PipelineRun? run = await database.ReadAsync(s => store.Find(s, id), cancellation);
        if (run is null || RunState.IsDone(run.State)) return;
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using IDisposable tracked = cancellations.Track(id, source);
        await executor.ExecuteAsync(run, source.Token, cancellation);
    }

    internal sealed record Payload(string Run);
}
