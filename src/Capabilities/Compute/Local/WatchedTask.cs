using Cairn.Compute.Targets;

namespace Cairn.Compute.Local;

/// <summary>A running task under watch: what it used, and the limit it broke.</summary>
internal sealed class WatchedTask(PreparedTask task, ComputeOptions options)
{
    private TaskCompletionSource _grown = New();
    private long _logLength;

    public string Key => task.Task.Key;

    /// <summary>Number of its session; 0 until it has started.</summary>
    public int Session { get; set; }

    public long PeakMemory { get; private set; }

    /// <summary>Set once, when it broke a limit and was ended for it.</summary>
    public (ComputeOutcome Outcome, string Reason)? Breach { get; private set; }

    public string LogReason => $"It wrote more than {options.LogLimit >> 10} KiB of log.";

    public Task Grown => Volatile.Read(ref _grown).Task;

    public void Look(IReadOnlyList<ProcessRow> processes)
    {
        LookAtLog();
        if (Session == 0 || Breach is not null) return;
        (int count, long memory) = (0, 0);
        foreach (ProcessRow p in processes)
        {
            if (p.Session != Session) continue;
            count++;
            memory += p.Memory;
        }
        PeakMemory = Math.Max(PeakMemory, memory);
        Breach = Find(count, memory);
        if (Breach is not null) Native.Kill(-Session);
    }

    /// <summary>Wakes who follows the log.</summary>
    public void Raise() => Interlocked.Exchange(ref _grown, New()).TrySetResult();

    private (ComputeOutcome, string)? Find(int count, long memory)
    {
        if (task.Task.Memory is { } most && memory > most) return (ComputeOutcome.OutOfMemory, $"It used more than its {most >> 20} MiB of memory.");
        if (count > options.ProcessLimit) return (ComputeOutcome.Failed, $"It ran more than {options.ProcessLimit} processes at once.");
        if (_logLength > options.LogLimit) return (ComputeOutcome.Failed, LogReason);
        return null;
    }

    private void LookAtLog()
    {
        var file = new FileInfo(task.LogPath);
        long length = file.Exists ? file.Length : 0;
        if (length == _logLength) return;
        _logLength = length;
        Raise();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
