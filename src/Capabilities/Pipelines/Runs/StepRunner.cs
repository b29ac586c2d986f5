using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Runs;

/// <summary>Brings one step to its end: by its condition, from the cache, or by executing it.</summary>
internal sealed class StepRunner(IDatabase database, RunStore store, StepTasks tasks, IArtifactStore artifacts, RealTime real)
{
    private const int LostAttempts = 5;

    /// <returns>The step as it stands at its end. A failure is an answer, not an exception.</returns>
    public async Task<PipelineStep> RunAsync(PipelineRun run, RunPlan plan, Step step, PipelineStep state, IReadOnlyDictionary<string, string> published, CancellationToken cancellation)
    {
        // An attempt that was running when the process died may have lived on; else it is lost, and its outputs were never published.
        ComputeResult? resumed = state.State == RunState.Running ? await tasks.ResumeAsync(state, cancellation) : null;
        if (state.State == RunState.Running && resumed is null) state = await MoveAsync(state, state with { State = RunState.Waiting }, "lost");
        if (step.If is not null && await tasks.IsRefusedAsync(step, published, cancellation) is { } refusal)
            return await MoveAsync(state, state with { State = RunState.Skipped, Why = refusal, FinishedAt = Now }, refusal);
        StepInputs inputs = await tasks.InputsAsync(run, step, published, cancellation);
        JsonObject parameters = plan.ParamsOf(step, JsonNode.Parse(run.Params)!.AsObject());
        StepIdentity identity = IdentityBuilder.Build(plan, run, step, parameters, inputs.Digests);
        if (resumed is null) state = state with { Identity = identity.Digest, Parts = identity.Json(), StartedAt = Now };
        if (resumed is null && !run.NoCache && await FromCacheAsync(run, state) is { } cached) return cached;
        string? why = resumed is null ? await WhyAsync(run, step, identity) : state.Why;
        while (true)
        {
            if (resumed is null) state = await MoveAsync(state, state with { State = RunState.Running, Attempt = state.Attempt + 1, Task = $"{run.Id}.{step.Name}.{state.Attempt + 1}", Why = why }, null);
            ComputeResult result = resumed ?? await tasks.ExecuteAsync(run, plan, step, state, inputs, parameters, cancellation);
            resumed = null;
            state = state with { CpuS = state.CpuS + result.CpuSeconds, PeakMemory = Math.Max(state.PeakMemory, result.PeakMemory), DurationMs = (long)result.Duration.TotalMilliseconds };
            if (result.Succeeded) return await PublishAsync(run, state, result);
            if (cancellation.IsCancellationRequested || !MayRetry(step, state.Attempt, result.Outcome)) return await FailAsync(state, result);
            state = await MoveAsync(state, state with { State = RunState.Waiting }, $"{result.Outcome}: {result.Reason}");
        }
    }

    private long Now => real.Now.ToUnixTimeMilliseconds();

    private async Task<PipelineStep?> FromCacheAsync(PipelineRun run, PipelineStep state)
    {
        if (await database.ReadAsync(s => store.Cached(s, state.Identity!)) is not { } hit) return null;
        foreach (string digest in JsonSerializer.Deserialize<Dictionary<string, string>>(hit.Outputs)!.Values)
            if (!await artifacts.ExistsAsync(digest)) return null;
        string why = $"The same inputs, code and parameters as in an earlier run; {hit.DurationMs / 1000.0:0.0} s saved.";
        return await MoveAsync(state, state with { State = RunState.Cached, Outputs = hit.Outputs, Why = why, FinishedAt = Now }, hit.RunId);
    }

    private async Task<string> WhyAsync(PipelineRun run, Step step, StepIdentity identity)
        => run.NoCache ? "Asked to run without the cache." : identity.WhyNot((await database.ReadAsync(s => store.Newest(s, run.Project, step.Name)))?.Parts);

    private async Task<PipelineStep> PublishAsync(PipelineRun run, PipelineStep state, ComputeResult result)
    {
        var outputs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string port, string path) in result.OutputPaths) outputs[port] = await tasks.StoreAsync(path);
        PipelineStep done = state with { State = RunState.Succeeded, Outputs = JsonSerializer.Serialize(outputs), FinishedAt = Now, Failure = null };
        await database.WriteAsync(s =>
        {
            if (store.MoveStep(s, RunState.Running, done, null)) store.Remember(s, run.Project, done);
        });
        await tasks.ReleaseAsync(state.Task!);
        return done;
    }

    private async Task<PipelineStep> FailAsync(PipelineStep state, ComputeResult result)
    {
        string end = result.Outcome == ComputeOutcome.Cancelled ? RunState.Cancelled : RunState.Failed;
        PipelineStep failed = await MoveAsync(state, state with { State = end, Failure = result.Reason ?? result.Outcome.ToString(), FinishedAt = Now }, result.Outcome.ToString());
        await tasks.ReleaseAsync(state.Task!);
        return failed;
    }

    private static bool MayRetry(Step step, int attempt, ComputeOutcome outcome) => outcome switch
    {
        ComputeOutcome.Lost => attempt <= Math.Max(LostAttempts, step.Retry.Times),
        ComputeOutcome.OutOfMemory => attempt <= step.Retry.Times && step.Retry.For.Contains("oom"),
        ComputeOutcome.TimedOut => attempt <= step.Retry.Times && step.Retry.For.Contains("timeout"),
        ComputeOutcome.Failed => attempt <= step.Retry.Times && step.Retry.For.Contains("exit"),
        _ => false,
    };

    private async Task<PipelineStep> MoveAsync(PipelineStep from, PipelineStep to, string? cause)
    {
        bool moved = await database.WriteAsync(s => store.MoveStep(s, from.State, to, cause));
        return moved ? to : throw new InvalidOperationException($"Step {to.Step} of {to.RunId} is not {from.State} any more.");
    }
}
