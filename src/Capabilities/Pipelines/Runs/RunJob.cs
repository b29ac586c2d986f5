using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Runs;

/// <summary>Carries a run to its end, from wherever an earlier process left it.</summary>
internal sealed class RunJob(IDatabase database, RunStore store, RunExecutor executor, RunCancellations cancellations) : IJobHandler
{
    public const string JobKind = "pipeline.run";

    public string Kind => JobKind;

    // They wait for room at the targets, where projects take turns: here nobody is to stand in front of another.
    public int Concurrency => 32;

    // A crash counts as an attempt and must not end the run, however often.
    public int Attempts => 1000;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        string id = job.Payload<Payload>().Run;
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using IDisposable tracked = cancellations.Track(id, source);
        // Read after it can be reached, so that no wish to cancel falls in between.
        PipelineRun? run = await database.ReadAsync(s => store.Find(s, id), cancellation);
        if (run is null || RunState.IsDone(run.State)) return;
        if (run.CancelAsked) await source.CancelAsync();
        await executor.ExecuteAsync(run, new RunStops(source.Token, cancellation));
    }

    internal sealed record Payload(string Run);
}
