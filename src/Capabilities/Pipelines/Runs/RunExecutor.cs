using System.Text.Json;
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
            plan = await planner.PlanAsync(run.Project, run.CommitId, run.Target, stopping);
            if (run.State == RunState.Queued) run = await recorder.StartAsync(run, plan, stopping);
        }
        catch (Exception e) when (e is ApiException or KeyNotFoundException)
        {
            await recorder.RefuseAsync(run, RunState.Failed, e.Message, stopping);
            return;
        }
        string? failure = await StepsAsync(run, plan, stops);
        stopping.ThrowIfCancellationRequested();
        await recorder.FinishAsync(run, plan, failure is null ? RunState.Succeeded : stops.Cancelled ? RunState.Cancelled : RunState.Failed, failure, stopping);
    }

    /// <summary>Null when all steps are done, else why the run has failed.</summary>
    private async Task<string?> StepsAsync(PipelineRun run, RunPlan plan, RunStops stops)
    {
        if (stops.Cancelled)
            foreach (PipelineStep left in await database.ReadAsync(s => store.Running(s, run.Id), CancellationToken.None)) await works.EndLeftAsync(left, stops);
        Dictionary<string, PipelineStep> states = (await database.ReadAsync(s => store.Steps(s, run.Id), CancellationToken.None)).ToDictionary(s => s.Step, StringComparer.Ordinal);
        var running = new Dictionary<string, Task<PipelineStep>>(StringComparer.Ordinal);
        string? failure = null;
        while (true)
        {
            foreach (Contracts.Projects.Step step in plan.Steps)
                if (failure is null && !stops.Either.IsCancellationRequested && !running.ContainsKey(step.Name) && !RunState.IsDone(states[step.Name].State) && IsReady(plan, step, states))
                    running[step.Name] = steps.RunAsync(new StepScene(run, plan, step, Outputs(states.Values), stops), states[step.Name]);
            if (running.Count == 0) return failure ?? Unfinished(states.Values);
            Task<PipelineStep> first = await Task.WhenAny(running.Values);
            PipelineStep done = await first;
            running.Remove(done.Step);
            states[done.Step] = done;
            if (!RunState.IsGood(done.State)) failure ??= $"{done.Step}: {done.Failure}";
        }
    }

    private static bool IsReady(RunPlan plan, Contracts.Projects.Step step, Dictionary<string, PipelineStep> states)
        => Needs(plan, step).All(n => !states.TryGetValue(n, out PipelineStep? s) || RunState.IsGood(s.State));

    // The trials of a sweep are measured by a later step, which must find its other inputs.
    private static IEnumerable<string> Needs(RunPlan plan, Contracts.Projects.Step step) => step.Sweep is null || plan.File.Judge(step) is not { } judge || judge == step ? plan.File.Needs(step.Name)
        : plan.File.Needs(step.Name).Concat(judge.In.Values.Where(r => !r.IsData && r.Owner != step.Name && !plan.File.Downstream(step.Name).Contains(r.Owner)).Select(r => r.Owner));

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
