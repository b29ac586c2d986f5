using System.Threading.Tasks.Sources;

namespace Cairn.Contracts.Segments;

/// <summary>One record on its way to the disk. Rented from the log, filled once, given to <see cref="SegmentLog.Append"/>, and then no more touched.</summary>
public sealed class LogEntry : IValueTaskSource<SegmentPosition>
{
    private ManualResetValueTaskSourceCore<SegmentPosition> _done = new() { RunContinuationsAsynchronously = true };

    internal LogEntry()
    {
    }

    /// <summary>The payload goes in here.</summary>
    public RecordBuffer Buffer { get; } = new();

    internal SegmentStream? Stream { get; set; }

    internal int Day { get; set; }

    /// <summary>Somebody awaits the sync.</summary>
    internal bool Awaited { get; set; }

    internal ILogObserver? Observer { get; set; }

    internal SegmentPosition Position { get; set; }

    internal short Token => _done.Version;

    SegmentPosition IValueTaskSource<SegmentPosition>.GetResult(short token)
    {
        try { return _done.GetResult(token); }
        finally { Stream!.Log.Return(this); }
    }

    ValueTaskSourceStatus IValueTaskSource<SegmentPosition>.GetStatus(short token) => _done.GetStatus(token);

    void IValueTaskSource<SegmentPosition>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);

    internal void Complete(Exception? fault)
    {
        if (fault is null) Observer?.Durable(Position);
        else Observer?.Lost(fault);
        if (!Awaited) Stream!.Log.Return(this);
        else if (fault is null) _done.SetResult(Position);
        else _done.SetException(new IOException("The log could not be written.", fault));
    }

    internal void Reset()
    {
        Buffer.Reset();
        _done.Reset();
        (Stream, Observer, Awaited) = (null, null, false);
    }
}
