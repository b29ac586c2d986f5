using System.Collections.Concurrent;
using Cairn.Compute.Targets;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Compute.Tasks;

/// <inheritdoc cref="ICompute"/>
internal sealed partial class ComputeService(ComputeParts parts, ComputeOptions options, TaskRecovery recovery, IHostApplicationLifetime life, ILogger<ComputeService> logger) : ICompute
{
    private const string VisibleGpus = "CUDA_VISIBLE_DEVICES";
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<string, OpenTask> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<ComputeResult>> _resumed = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string LogPath(string key) => parts.Logs.Path(key);

    public IReadOnlyList<string> BuiltIn(string kind) => [.. options.StepHost, "step", kind];

    public string? Because(string key) => parts.Targets.Because(key);

    public string ClassOf(string target, bool gpu) => $"{parts.Targets.KindsOf(target)} {(gpu ? "gpu" : "cpu")}";

    public double? CostOf(string project, string target, ComputeUse use) => parts.Targets.CostOf(project, target, use);

    public string? ImageOf(string target) => parts.Targets.ImageOf(target);

    public Task<string?> InstalledForAsync(string program, string searchPath, CancellationToken cancellation) => parts.Installed.OfAsync(program, searchPath, cancellation);

    public async Task ReleaseAsync(string key)
    {
        if (!TaskRules.IsKey(key)) throw new ArgumentException("This is not a task's key.", nameof(key));
        if (await parts.Database.ReadAsync(s => parts.Store.Place(s, key)) is { } place) await Task.Run(new Scratch(place).Remove);
    }

    /// <summary>Asks a running or waiting task to end; false when there is none.</summary>
    public bool Cancel(string key)
    {
        if (!_open.TryGetValue(key, out OpenTask? open)) return false;
        open.Cancel.Cancel();
        return true;
    }

    /// <summary>The task while it waits or runs; null before and after.</summary>
    public OpenTask? Open(string key) => _open.GetValueOrDefault(key);

    public async Task<ComputeResult> RunAsync(ComputeTask task, CancellationToken cancellation)
    {
        TaskRules.Check(task);
        Target target = parts.Targets.Find(task.Target) ?? throw new ArgumentException($"There is no compute target '{task.Target}'. Enrolled are {parts.Targets.Names}.", nameof(task));
        await recovery.Done.WaitAsync(cancellation);
        var scratch = new Scratch(target.Backend.Place(task.Key));
        task = target.Adopt(task);
        OpenTask open = Announce(task.Key);
        try
        {
            // SQLite writes in the order of asking, so that both are one commit; elsewhere the record of the task must not outlive a crash alone.
            if (parts.Database.Engine != SqlEngine.Sqlite) await task.StartsAfter;
            // The place, and with it the attempt's token, is on record before anything is started there.
            if (!await parts.Database.WriteAsync(s => parts.Store.Insert(s, task, scratch.Root), cancellation: cancellation)) throw RunBefore(task.Key);
        }
        catch
        {
            Withdraw(task.Key, open);
            throw;
        }
        return await FollowAsync(open, task, target, scratch, c => RunInTurnAsync(task, target, scratch, c), cancellation);
    }

    public async Task<ComputeResult?> ResumeAsync(string key, CancellationToken cancellation)
    {
        await _ready.Task.WaitAsync(cancellation);
        if (!_resumed.TryRemove(key, out Task<ComputeResult>? run))
        {
            // It may have been this server's, whose end nobody could write down while the database was away.
            if (Open(key) is null) await parts.Database.WriteAsync(s => parts.Store.Lost(s, key), cancellation: CancellationToken.None);
            return null;
        }
        await using CancellationTokenRegistration registration = cancellation.UnsafeRegister(_ => Cancel(key), null);
        return await run;
    }

    /// <summary>Goes on with the tasks that an earlier server left running and that live on without it.</summary>
    public void Resume(IEnumerable<LeftTask> left)
    {
        foreach (LeftTask task in left)
        {
            OpenTask open = Announce(task.Prepared.Task.Key);
            _resumed[task.Prepared.Task.Key] = FollowAsync(open, task.Prepared.Task, task.Target, task.Prepared.Scratch, c => ResumeAsync(task, c), CancellationToken.None);
        }
        _ready.TrySetResult();
    }

    private async Task<ComputeResult> FollowAsync(OpenTask open, ComputeTask task, Target target, Scratch scratch, Func<CancellationToken, Task<TaskEnd>> run, CancellationToken cancellation)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // A server that stops leaves alone what goes on without it; the next one resumes it.
        await using CancellationTokenRegistration registration = cancellation.UnsafeRegister(_ =>
        {
            if (IsLeft(target)) left.TrySetResult();
            else open.Cancel.Cancel();
        }, null);
        try
        {
            Task<ComputeResult> work = RunRecordedAsync(task, target, scratch, () => run(open.Cancel.Token));
            await Task.WhenAny(work, left.Task);
            return work.IsCompleted ? await work : throw new OperationCanceledException("The server stops; the task goes on.", cancellation);
        }
        finally
        {
            Withdraw(task.Key, open);
        }
    }

    // Before it is on record: who finds the record finds it open, and does not take its log for ended.
    private OpenTask Announce(string key)
    {
        var open = new OpenTask(new CancellationTokenSource());
        return _open.TryAdd(key, open) ? open : throw RunBefore(key);
    }

    private void Withdraw(string key, OpenTask open)
    {
        _open.TryRemove(KeyValuePair.Create(key, open));
        open.Raise();
    }

    private static InvalidOperationException RunBefore(string key) => new($"A task '{key}' was run before.");

    private async Task<ComputeResult> RunRecordedAsync(ComputeTask task, Target target, Scratch scratch, Func<Task<TaskEnd>> run)
    {
        TaskEnd end = TaskEnd.Unstarted(ComputeOutcome.Failed, "It could not be prepared or looked after.");
        Action<SqlSession>? record = null;
        double? cost = null;
        try
        {
            await task.StartsAfter;
            end = await run();
        }
        finally
        {
            parts.Logs.Close(task.Key);
            if (!IsLeft(target))
            {
                Tidy(task, scratch, end);
                cost = target.Cost(task.Project, new ComputeUse(task.CpuShare, task.Gpus, end.Duration, end.CpuSeconds));
                record = IsStopped(end) ? null : s => parts.Store.Finished(s, task.Key, end, cost);
                if (record is not null && !(task.RecordedByCaller && end.Outcome == ComputeOutcome.Succeeded))
                {
                    await parts.Database.WriteAsync(record, cancellation: CancellationToken.None);
                    record = null;
                }
            }
        }
        if (IsLeft(target) || IsStopped(end)) throw new OperationCanceledException("The server stops; the task will be tried again.");
        IReadOnlyDictionary<string, string> outputs = end.Outcome == ComputeOutcome.Succeeded
            ? task.Outputs.ToDictionary(p => p, scratch.OutputPath, StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal);
        return new ComputeResult(end.Outcome, end.ExitCode, end.CpuSeconds, end.PeakMemory, end.Duration, LogPath(task.Key), outputs, end.Reason, target.Name) { Opened = end.Opened, Environment = end.Environment, Drift = end.Drift, Cost = cost, Record = record };
    }

    // Whoever records a success releases all of it then; until that is done, what outlives the server is found again with how it ended.
    private static void Tidy(ComputeTask task, Scratch scratch, TaskEnd end)
    {
        if (end.Outcome != ComputeOutcome.Succeeded) scratch.TryRemove();
        else if (!task.RecordedByCaller) scratch.RemoveWork();
    }

    // From here on its directory and its record belong to the next server.
    private bool IsLeft(Target target) => IsStopping && target.Backend.Outlives;

    private bool IsStopping => life.ApplicationStopping.IsCancellationRequested;

    // It was ended because the server stops: nobody cancelled it. The next server finds it on record and lost.
    private bool IsStopped(TaskEnd end) => IsStopping && end.Outcome == ComputeOutcome.Cancelled;

    private async Task<TaskEnd> RunInTurnAsync(ComputeTask task, Target target, Scratch scratch, CancellationToken cancellation)
    {
        try
        {
            using QueuePlace place = await target.Queue.EnterAsync(task.Project, task.Key, TargetShare.Of(task), task.Priority, cancellation);
            cancellation.ThrowIfCancellationRequested();
            ComputeTask seen = target.Backend.Fit(task, scratch);
            scratch.Prepare(seen);
            parts.Logs.Open(task);
            var prepared = new PreparedTask(task, scratch, LogPath(task.Key), WithGpus(scratch.Environment(seen, options), place));
            return await WatchAsync(target, prepared, accepted => target.Backend.RunAsync(prepared, accepted, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return TaskEnd.Unstarted(ComputeOutcome.Cancelled, "It was cancelled while it waited.");
        }
    }

    // Of the graphics processors of a machine a task sees its own, and none when it asked for none.
    private static Dictionary<string, string> WithGpus(Dictionary<string, string> environment, QueuePlace place)
    {
        if (place.SharesGpus) environment.TryAdd(VisibleGpus, string.Join(',', place.Gpus));
        return environment;
    }

    private async Task<TaskEnd> ResumeAsync(LeftTask task, CancellationToken cancellation)
    {
        using QueuePlace place = task.Target.Queue.Count(task.Prepared.Task.Project, task.Prepared.Task.Key, TargetShare.Of(task.Prepared.Task));
        return await WatchAsync(task.Target, task.Prepared, async accepted => await task.Target.Backend.ResumeAsync(task.Prepared, accepted, cancellation)
            ?? TaskEnd.Unstarted(ComputeOutcome.Lost, "Nothing of it was found again."));
    }

    private async Task<TaskEnd> WatchAsync(Target target, PreparedTask prepared, Func<Action<string>, Task<TaskEnd>> run)
    {
        string key = prepared.Task.Key;
        await using var start = new StartRecord(parts, key);
        TaskEnd end = await run(handle =>
        {
            start.Begin(handle, target.Backend.Outlives ? TimeSpan.Zero : AtOnce);
            Open(key)?.Raise();
        });
        await start.DisposeAsync();
        if (end.Outcome == ComputeOutcome.Succeeded && OutputCheck.Fault(prepared.Scratch, prepared.Task.Outputs, options.OutputLimit) is { } fault)
            end = end with { Outcome = ComputeOutcome.Failed, Reason = fault };
        if (end.Outcome != ComputeOutcome.Succeeded) Log.Ended(logger, key, end.Outcome, end.ExitCode);
        return end;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Task {Key} ended as {Outcome} with exit code {ExitCode}.")]
        public static partial void Ended(ILogger logger, string key, ComputeOutcome outcome, int exitCode);
    }
}
