using System.Text.Json;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Runs;

/// <summary>Drives the steps of one run: each starts when what feeds it is done, side by side where nothing forbids it.</summary>
internal sealed class RunExecutor(IDatabase database, RunStore store, Planner planner, StepRunner steps, RunRecorder recorder)
{
    /// <param name="cancelled">Ends the run for good.</param>
    /// <param name="stopping">Only this process ends; another goes on with the run.</param>
    public async Task ExecuteAsync(PipelineRun run, CancellationToken cancelled, CancellationToken stopping)
    {
        RunPlan plan;
        try
        {
            plan = await planner.PlanAsync(run.Project, run.CommitId, run.Target, stopping);
            if (run.State == RunState.Queued) run = await recorder.StartAsync(run, plan, stopping);
        }
        catch (Exception e) when (e is ApiException or KeyNotFoundException)
        {
            await recorder.RefuseAsync(run, e.Message, stopping);
            return;
        }
        string? failure = await StepsAsync(run, plan, cancelled);
        stopping.ThrowIfCancellationRequested();
        await recorder.FinishAsync(run, plan, cancelled.IsCancellationRequested ? RunState.Cancelled : failure is null ? RunState.Succeeded : RunState.Failed, failure, stopping);
    }

    /// <summary>Null when all steps are done, else why the run has failed.</summary>
    private async Task<string?> StepsAsync(PipelineRun run, RunPlan plan, CancellationToken cancelled)
    {
        Dictionary<string, PipelineStep> states = (await database.ReadAsync(s => store.Steps(s, run.Id), CancellationToken.None)).ToDictionary(s => s.Step, StringComparer.Ordinal);
        var running = new Dictionary<string, Task<PipelineStep>>(StringComparer.Ordinal);
        string? failure = null;
        while (true)
        {
            foreach (Contracts.Projects.Step step in plan.Steps)
                if (failure is null && !cancelled.IsCancellationRequested && !running.ContainsKey(step.Name) && !RunState.IsDone(states[step.Name].State) && IsReady(plan, step, states))
                    running[step.Name] = steps.RunAsync(run, plan, step, states[step.Name], Outputs(states.Values), cancelled);
            if (running.Count == 0) return failure ?? Unfinished(states.Values);
            Task<PipelineStep> first = await Task.WhenAny(running.Values);
            PipelineStep done = await first;
            running.Remove(done.Step);
            states[done.Step] = done;
            if (!RunState.IsGood(done.State)) failure ??= $"{done.Step}: {done.Failure}";
        }
    }

    private static bool IsReady(RunPlan plan, Contracts.Projects.Step step, Dictionary<string, PipelineStep> states)
        => plan.File.Needs(step.Name).All(n => !states.TryGetValue(n, out PipelineStep? s) || RunState.IsGood(s.State));

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
