using System.Text.Json;
using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Caching;
using Cairn.Pipelines.Maps;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;

namespace Cairn.Pipelines.Runs;

/// <summary>Brings one piece of work to its end, from the cache or by executing it as often as its rules allow.</summary>
internal sealed class WorkRunner(IDatabase database, RunStore store, StepCache cache, StepTasks tasks, RealTime real, IHostApplicationLifetime life)
{
    private const int LostAttempts = 5;

    /// <returns>The step as it stands at its end. A failure is an answer, not an exception.</returns>
    /// <exception cref="OperationCanceledException">This process ends; the step stays as it is for the next one.</exception>
    public async Task<PipelineStep> RunAsync(StepWork work, PipelineStep state, RunStops stops)
    {
        // An attempt that was running when the process died may have lived on; else it is lost, and its outputs were never published.
        ComputeResult? resumed = state.State == RunState.Running ? await tasks.ResumeAsync(state, stops.Either) : null;
        if (resumed is null)
        {
            if (state.State == RunState.Running) state = await MoveAsync(state, state with { State = RunState.Waiting }, "lost");
            StepIdentity whole = work.Key.Whole();
            state = state with { Identity = whole.Digest, Parts = whole.Json(), StartedAt = Now };
            if (!work.Run.NoCache && await FromCacheAsync(work, state) is { } cached) return cached;
            state = state with { Why = work.Run.NoCache ? "Asked to run without the cache." : await cache.WhyNotAsync(work.Run.Project, state.Step, work.Key) };
        }
        while (true)
        {
            PipelineStep begins = resumed is null ? state with { State = RunState.Running, Attempt = state.Attempt + 1, Task = TaskOf(state, state.Attempt + 1) } : state;
            Task begun = resumed is null ? MoveAsync(state, begins, null) : Task.CompletedTask;
            ComputeResult result = resumed ?? await ExecuteAsync(work, begins, begun, stops);
            await begun;
            (state, resumed) = (begins, null);
            if (stops.Stopping.IsCancellationRequested) await LeaveAsync(result, stops.Stopping);
            state = state with { CpuS = state.CpuS + result.CpuSeconds, Cost = result.Cost is { } cost ? (state.Cost ?? 0) + cost : state.Cost, PeakMemory = Math.Max(state.PeakMemory, result.PeakMemory), DurationMs = (long)result.Duration.TotalMilliseconds };
            if (result.Succeeded) return await PublishAsync(work, state, result);
            state = result.Outcome == ComputeOutcome.Lost ? state : state with { Failures = state.Failures + 1 };
            if (stops.Cancelled || !MayRetry(work.Step.Retry, state, result.Outcome)) return await FailAsync(work, state, result);
            state = await MoveAsync(state, state with { State = RunState.Waiting }, $"{result.Outcome}: {result.Reason}");
            if (!await PausedAsync(work.Step.Retry, stops)) return await MoveAsync(state, state with { State = RunState.Cancelled, Failure = "It was cancelled before its next attempt.", FinishedAt = Now }, "cancelled");
        }
    }

    /// <summary>Ends what an earlier process left running of a run that was cancelled since.</summary>
    public async Task<PipelineStep> EndLeftAsync(PipelineStep state, RunStops stops)
    {
        await tasks.ResumeAsync(state, stops.Either);
        state = await EndAsync(state, state with { State = RunState.Cancelled, Failure = "It was cancelled." }, "cancelled");
        if (state.Task is not null) await tasks.ReleaseAsync(state.Task);
        return state;
    }

    /// <summary>A step that is done by its parts has begun.</summary>
    public Task<PipelineStep> BeginAsync(PipelineStep state)
        => MoveAsync(state, state with { State = RunState.Running, Attempt = state.Attempt + 1, StartedAt = Now }, null);

    public Task<PipelineStep> EndAsync(PipelineStep from, PipelineStep to, string? cause) => MoveAsync(from, to with { FinishedAt = Now }, cause);

    /// <param name="with">Done in the same transaction.</param>
    public async Task<PipelineStep> MoveAsync(PipelineStep from, PipelineStep to, string? cause, Action<SqlSession>? with = null)
    {
        bool moved = await database.WriteAsync(s =>
        {
            bool done = store.MoveStep(s, from.State, to, cause);
            if (done) with?.Invoke(s);
            return done;
        });
        return moved ? to : throw new InvalidOperationException($"Step {to.Step} of {to.RunId} is not {from.State} any more.");
    }

    private long Now => real.Now.ToUnixTimeMilliseconds();

    /// <summary>Key of the compute task of an attempt.</summary>
    internal static string TaskOf(PipelineStep state, int attempt)
        => state.Parent is null ? $"{state.RunId}.{state.Step}.{attempt}" : $"{state.RunId}.{state.Parent.Replace(':', '.')}.p{state.Place}.{attempt}";

    /// <summary>Of a server that stops the next one takes the result up; of one that goes on, and lost the run to another, it is nobody's: what was run has ended all the same.</summary>
    private async Task LeaveAsync(ComputeResult result, CancellationToken stopping)
    {
        if (result.Record is not null && !life.ApplicationStopping.IsCancellationRequested) await database.WriteAsync(result.Record, cancellation: CancellationToken.None);
        throw new OperationCanceledException(stopping);
    }

    private async Task<PipelineStep?> FromCacheAsync(StepWork work, PipelineStep state)
    {
        if (await cache.FindAsync(work.Key) is not { } hit) return null;
        string why = $"The same inputs, code and parameters as in an earlier run; {hit.Result.DurationMs / 1000.0:0.0} s saved.";
        PipelineStep cached = state with { State = RunState.Cached, Identity = hit.Identity.Digest, Parts = hit.Identity.Json(), Outputs = hit.Result.Outputs, Why = why, FinishedAt = Now };
        return await MoveAsync(state, cached, hit.Result.RunId, s => store.Touch(s, cached.Identity!));
    }

    private async Task<PipelineStep> PublishAsync(StepWork work, PipelineStep state, ComputeResult result)
    {
        try
        {
            return await PublishedAsync(work, state, result);
        }
        catch when (result.Record is not null && !life.ApplicationStopping.IsCancellationRequested)
        {
            // The task has ended all the same; a server that stops meanwhile leaves it to the next, which publishes what it made.
            await database.WriteAsync(result.Record, cancellation: CancellationToken.None);
            throw;
        }
    }

    private async Task<PipelineStep> PublishedAsync(StepWork work, PipelineStep state, ComputeResult result)
    {
        var outputs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string port, string path) in result.OutputPaths) outputs[port] = await tasks.StoreAsync(path);
        // What was begun by another release of the server is a result of that release's parts, which are on record.
        StepReads? seen = result.Opened is null || state.Identity != work.Key.Whole().Digest ? null : StepReads.Of(result.Opened);
        PipelineStep done = state with { State = RunState.Succeeded, Outputs = JsonSerializer.Serialize(outputs), FinishedAt = Now, Failure = null, Drift = result.Drift };
        bool known = false;
        if (result.Environment is { } found)
        {
            known = work.Plan.Environments.TryGetValue(found, out (string, string?) before);
            (string digest, string? image) = known ? before : (await tasks.StoreTextAsync(found), RanIn.ImageOf(found));
            done = done with { Environment = digest, Image = image };
        }
        if (seen is not null && work.Key.Narrowed(seen) is var identity) done = done with { Identity = identity.Digest, Parts = identity.Json() };
        await database.WriteAsync(s =>
        {
            // What was made in another environment than the lock's is nobody else's result.
            if (store.MoveStep(s, RunState.Running, done, null) && done.Drift is null) cache.Remember(s, work.Run.Project, done, work.Key, seen);
            result.Record?.Invoke(s);
        });
        // The text is long: looked up once is enough.
        if (!known && done.Environment is not null) work.Plan.Environments[result.Environment!] = (done.Environment, done.Image);
        work.Plan.Leftovers.Add(() => tasks.ReleaseAsync(state.Task!));
        return done;
    }

    private async Task<PipelineStep> FailAsync(StepWork work, PipelineStep state, ComputeResult result)
    {
        string end = result.Outcome == ComputeOutcome.Cancelled ? RunState.Cancelled : RunState.Failed;
        PipelineStep failed = await MoveAsync(state, state with { State = end, Failure = result.Reason ?? result.Outcome.ToString(), FinishedAt = Now }, result.Outcome.ToString());
        work.Plan.Leftovers.Add(() => tasks.ReleaseAsync(state.Task!));
        return failed;
    }

    private async Task<ComputeResult> ExecuteAsync(StepWork work, PipelineStep state, Task begun, RunStops stops)
    {
        try
        {
            return await tasks.ExecuteAsync(work, state, begun, stops.Either);
        }
        catch (Exception e) when (e is ArgumentException or StepFaultException)
        {
            // The task itself is wrong, such as a target that is not enrolled or a secret that is not set.
            return Unstarted(work, e.Message.Split(" (Parameter")[0]);
        }
        catch (FileNotFoundException e)
        {
            return Unstarted(work, $"An input is not stored any more: {e.Message}");
        }
    }

    private static ComputeResult Unstarted(StepWork work, string reason)
        => new(ComputeOutcome.Failed, -1, 0, 0, TimeSpan.Zero, "", new Dictionary<string, string>(), reason, work.Step.Compute ?? "local");

    /// <summary>False when the run was cancelled in the pause.</summary>
    private async Task<bool> PausedAsync(Retry retry, RunStops stops)
    {
        if (retry.Wait is { } wait) await Task.Delay(wait, real.Provider, stops.Either).ContinueWith(_ => { }, TaskScheduler.Default);
        stops.Stopping.ThrowIfCancellationRequested();
        return !stops.Cancelled;
    }

    // What was lost is no fault of the step, so the two are counted apart.
    private static bool MayRetry(Retry retry, PipelineStep state, ComputeOutcome outcome) => outcome switch
    {
        ComputeOutcome.Lost => state.Attempt - state.Failures <= Math.Max(LostAttempts, retry.Times),
        ComputeOutcome.OutOfMemory => state.Failures <= retry.Times && retry.For.Contains("oom"),
        ComputeOutcome.TimedOut => state.Failures <= retry.Times && retry.For.Contains("timeout"),
        ComputeOutcome.Failed => state.Failures <= retry.Times && retry.For.Contains("exit"),
        _ => false,
    };
}
