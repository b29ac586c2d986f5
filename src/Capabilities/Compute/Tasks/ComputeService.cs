using System.Collections.Concurrent;
using Cairn.Compute.Targets;
using Cairn.Platform;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Logging;

namespace Cairn.Compute.Tasks;

/// <inheritdoc cref="ICompute"/>
internal sealed partial class ComputeService(ComputeParts parts, PlatformOptions platform, ComputeOptions options, TaskRecovery recovery, ILogger<ComputeService> logger) : ICompute
{
    private readonly string _folder = platform.Folder("compute");
    private readonly ConcurrentDictionary<string, OpenTask> _open = new(StringComparer.Ordinal);

    public string LogPath(string key) => parts.Logs.Path(key);

    public IReadOnlyList<string> BuiltIn(string kind) => [.. options.StepHost, "step", kind];

    public Task ReleaseAsync(string key) => Task.Run(new Scratch(Path.Combine(_folder, Checked(key))).Remove);

    /// <summary>Asks a running or waiting task to end; false when there is none.</summary>
    public bool Cancel(string key)
    {
        if (!_open.TryGetValue(key, out OpenTask? open)) return false;
        try
        {
            open.Cancel.Cancel();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It ended at this very moment.
            return false;
        }
    }

    /// <summary>The task while it waits or runs; null before and after.</summary>
    public OpenTask? Open(string key) => _open.GetValueOrDefault(key);

    public async Task<ComputeResult> RunAsync(ComputeTask task, CancellationToken cancellation)
    {
        TaskRules.Check(task);
        Target target = parts.Targets.Find(task.Target) ?? throw new ArgumentException($"There is no compute target '{task.Target}'.", nameof(task));
        await recovery.Done.WaitAsync(cancellation);
        if (!await parts.Database.WriteAsync(s => parts.Store.Insert(s, task), cancellation: cancellation)) throw new InvalidOperationException($"A task '{task.Key}' was run before.");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        OpenTask open = _open[task.Key] = new OpenTask(cancel);
        try
        {
            return await RunRecordedAsync(task, target, cancel.Token);
        }
        finally
        {
            _open.TryRemove(task.Key, out _);
            open.Raise();
        }
    }

    private async Task<ComputeResult> RunRecordedAsync(ComputeTask task, Target target, CancellationToken cancellation)
    {
        var scratch = new Scratch(Path.Combine(_folder, task.Key));
        TaskEnd end = TaskEnd.Unstarted(ComputeOutcome.Failed, "It could not be prepared or looked after.");
        try
        {
            end = await RunInTurnAsync(task, target, scratch, cancellation);
        }
        finally
        {
            parts.Logs.Close(task.Key);
            if (end.Outcome == ComputeOutcome.Succeeded) scratch.RemoveWork();
            else scratch.Remove();
            await parts.Database.WriteAsync(s => parts.Store.Finished(s, task.Key, end), cancellation: CancellationToken.None);
        }
        IReadOnlyDictionary<string, string> outputs = end.Outcome == ComputeOutcome.Succeeded
            ? task.Outputs.ToDictionary(p => p, scratch.OutputPath, StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal);
        return new ComputeResult(end.Outcome, end.ExitCode, end.CpuSeconds, end.PeakMemory, end.Duration, LogPath(task.Key), outputs, end.Reason, target.Backend.Name) { Opened = end.Opened };
    }

    private async Task<TaskEnd> RunInTurnAsync(ComputeTask task, Target target, Scratch scratch, CancellationToken cancellation)
    {
        try
        {
            using IDisposable place = await target.Queue.EnterAsync(task.Project, task.Key, task.CpuShare, cancellation);
            cancellation.ThrowIfCancellationRequested();
            scratch.Prepare(task);
            parts.Logs.Open(task);
            var prepared = new PreparedTask(task, scratch, LogPath(task.Key), scratch.Environment(task, options.SearchPath));
            return await RunPreparedAsync(prepared, target, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return TaskEnd.Unstarted(ComputeOutcome.Cancelled, "It was cancelled while it waited.");
        }
    }

    private async Task<TaskEnd> RunPreparedAsync(PreparedTask prepared, Target target, CancellationToken cancellation)
    {
        Task recorded = Task.CompletedTask;
        string key = prepared.Task.Key;
        // The record of its number is written while it runs: before it is there, the task is found by its variable.
        TaskEnd end = await target.Backend.RunAsync(prepared, handle =>
        {
            recorded = parts.Database.WriteAsync(s => parts.Store.Started(s, key, handle), cancellation: CancellationToken.None);
            Open(key)?.Raise();
        }, cancellation);
        await recorded;
        if (end.Outcome == ComputeOutcome.Succeeded && OutputCheck.Fault(prepared.Scratch, prepared.Task.Outputs, options.OutputLimit) is { } fault)
            end = end with { Outcome = ComputeOutcome.Failed, Reason = fault };
        if (end.Outcome != ComputeOutcome.Succeeded) Log.Ended(logger, key, end.Outcome, end.ExitCode);
        return end;
    }

    private static string Checked(string key) => TaskRules.IsKey(key) ? key : throw new ArgumentException("This is not a task's key.", nameof(key));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Task {Key} ended as {Outcome} with exit code {ExitCode}.")]
        public static partial void Ended(ILogger logger, string key, ComputeOutcome outcome, int exitCode);
    }
}
