using Cairn.Compute.Local.Groups;
using Cairn.Compute.Targets;
using Cairn.Platform.Processes;

namespace Cairn.Compute.Local;

/// <summary>A running task under watch: what it used, and the limit it broke.</summary>
internal sealed class WatchedTask(PreparedTask task, ComputeOptions options, ControlGroup? group)
{
    private TaskCompletionSource _grown = New();
    private int _count;
    private long _memory;
    private long _logLength;

    public string Key => task.Task.Key;

    /// <summary>The process it was started as; null until then.</summary>
    public ProcessIdentity? First { get; set; }

    /// <summary>Number of its session; 0 until it has started.</summary>
    public int Session => First?.Id ?? 0;

    public long PeakMemory { get; private set; }

    /// <summary>Set once, when it broke a limit and was ended for it.</summary>
    public (ComputeOutcome Outcome, string Reason)? Breach { get; private set; }

    public string LogReason => $"It wrote more than {options.LogLimit >> 10} KiB of log.";

    /// <summary>Null when it has no limit of memory.</summary>
    public string? MemoryReason => task.Task.Memory is { } most ? $"It used more than its {most >> 20} MiB of memory." : null;

    public Task Grown => Volatile.Read(ref _grown).Task;

    /// <summary>Begins a round of looks.</summary>
    public void Begin()
    {
        (_count, _memory) = (0, 0);
        LookAtLog();
    }

    /// <summary>One of its processes was seen. It is ended at the very one that is too many: a fork bomb outgrows who counts to the end.</summary>
    public void Saw(ProcessRow process)
    {
        _count++;
        _memory += process.Memory;
        PeakMemory = Math.Max(PeakMemory, _memory);
        Breach ??= Find(_count, _memory);
        if (Breach is not null) Native.Kill(-Session);
    }

    /// <summary>Wakes who follows the log.</summary>
    public void Raise() => Interlocked.Exchange(ref _grown, New()).TrySetResult();

    private (ComputeOutcome, string)? Find(int count, long memory)
    {
        if (memory > task.Task.Memory && !IsHeld) return (ComputeOutcome.OutOfMemory, MemoryReason!);
        if (count > options.ProcessLimit) return (ComputeOutcome.Failed, $"It ran more than {options.ProcessLimit} processes at once.");
        if (_logLength > options.LogLimit) return (ComputeOutcome.Failed, LogReason);
        return null;
    }

    // By the kernel, which counts shared pages once.
    private bool IsHeld => group is { HoldsMemory: true } && group.Has(Session);

    private void LookAtLog()
    {
        var file = new FileInfo(task.LogPath);
        long length = file.Exists ? file.Length : 0;
        if (length == _logLength) return;
        _logLength = length;
        Raise();
        if (_logLength > options.LogLimit && Session != 0 && Breach is null)
        {
            Breach = Find(0, 0);
            Native.Kill(-Session);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
