using System.Text.Json;
using System.Threading.Channels;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Runs;

/// <summary>Drives the steps of one run: each starts when what feeds it is done, side by side where nothing forbids it.</summary>
internal sealed class RunExecutor(IDatabase database, RunStore store, Planner planner, StepRunner steps, WorkRunner works, RunRecorder recorder)
{
    public async Task ExecuteAsync(PipelineRun run, RunStops stops)
    {
        CancellationToken stopping = stops.Stopping;
        if (run.State == RunState.Queued && stops.Cancelled)
        {
            await recorder.RefuseAsync(run, RunState.Cancelled, "It was cancelled before it began.", stopping);
            return;
        }
        RunPlan plan;
        try
        {
            plan = await planner.PlanToRunAsync(run, stopping);
            if (run.State == RunState.Queued) run = await recorder.StartAsync(run, plan, stopping);
        }
        catch (Exception e) when (e is ApiException or KeyNotFoundException)
        {
            await recorder.RefuseAsync(run, RunState.Failed, e.Message, stopping);
            return;
        }
        string? failure;
        try
        {
            failure = await StepsAsync(run, plan, stops);
        }
        finally
        {
            await plan.Leftovers.GoneAsync();
        }
        stopping.ThrowIfCancellationRequested();
        await recorder.FinishAsync(run, plan, failure is null ? RunState.Succeeded : stops.Cancelled ? RunState.Cancelled : RunState.Failed, failure, stopping);
    }

    /// <summary>Null when all steps are done, else why the run has failed.</summary>
    private async Task<string?> StepsAsync(PipelineRun run, RunPlan plan, RunStops stops)
    {
        if (stops.Cancelled)
            foreach (PipelineStep left in await database.ReadAsync(s => store.Running(s, run.Id), CancellationToken.None)) await works.EndLeftAsync(left, stops);
        var progress = new RunProgress(plan, await database.ReadAsync(s => store.Steps(s, run.Id), CancellationToken.None));
        Channel<Task<PipelineStep>> ended = Channel.CreateUnbounded<Task<PipelineStep>>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
        int running = 0;
        string? failure = null;
        while (true)
        {
            while (failure is null && !stops.Either.IsCancellationRequested && progress.Next() is { } step)
            {
                running++;
                var scene = new StepScene(run, plan, step, progress.Published, stops);
                PipelineStep state = progress.StateOf(step);
                _ = Task.Run(() => steps.RunAsync(scene, state)).ContinueWith(ended.Writer.TryWrite, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            if (running == 0) return failure ?? Unfinished(progress.States);
            PipelineStep done = await await ended.Reader.ReadAsync(CancellationToken.None);
            running--;
            progress.Ended(done);
            if (!RunState.IsGood(done.State)) failure ??= $"{done.Step}: {done.Failure}";
        }
    }

    private static string? Unfinished(IEnumerable<PipelineStep> states) => states.FirstOrDefault(s => !RunState.IsGood(s.State)) is { } open ? $"{open.Step}: {open.Failure ?? "did not run"}" : null;

    /// <summary><c>step.port</c> -> digest of everything published so far.</summary>
    internal static Dictionary<string, string> Outputs(IEnumerable<PipelineStep> states)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (PipelineStep step in states)
            if (step.Outputs is not null)
                foreach ((string port, string digest) in JsonSerializer.Deserialize<Dictionary<string, string>>(step.Outputs)!) all[$"{step.Step}.{port}"] = digest;
        return all;
    }
}
