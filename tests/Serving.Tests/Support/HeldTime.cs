namespace Cairn.Serving.Tests.Support;

/// <summary>A clock that stands still until it is moved; then those of its timers ring whose time has come.</summary>
internal sealed class HeldTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Bell> _set = [];
    private long _now;

    /// <summary>Timers that will ring.</summary>
    public int Set
    {
        get
        {
            lock (_gate) return _set.Count;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var bell = new Bell(this, callback, state);
        bell.Change(dueTime, period);
        return bell;
    }

    public void Advance(TimeSpan by)
    {
        Bell[] due;
        lock (_gate)
        {
            _now += by.Ticks;
            due = [.. _set.Where(b => b.At <= _now)];
            foreach (Bell bell in due) _set.Remove(bell);
        }

        foreach (Bell bell in due) bell.Ring();
    }

    private sealed class Bell(HeldTime clock, TimerCallback callback, object? state) : ITimer
    {
        public long At { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._set.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                At = clock._now + dueTime.Ticks;
                clock._set.Add(this);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
