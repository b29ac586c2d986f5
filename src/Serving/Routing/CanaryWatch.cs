using Cairn.Contracts.Snapshots;

namespace Cairn.Serving.Routing;

/// <summary>Counts the failures among a canary's last requests, without a lock, and trips once when there are too many.</summary>
internal sealed class CanaryWatch
{
    private readonly Counts _counts;

    public CanaryWatch(CanaryLimits limits)
        : this(limits, new Counts(limits.Window))
    {
    }

    private CanaryWatch(CanaryLimits limits, Counts counts) => (Limits, _counts) = (limits, counts);

    public CanaryLimits Limits { get; }

    public bool Tripped => Volatile.Read(ref _counts.Tripped) != 0;

    /// <summary>The same counts under a renewed lease.</summary>
    public CanaryWatch Renew(CanaryLimits limits) => new(limits, _counts);

    /// <summary>True for exactly one caller: the one whose failure trips the watch.</summary>
    public bool Count(bool failed)
    {
        int[] ring = _counts.Ring;
        long at = Interlocked.Increment(ref _counts.Next) % ring.Length;
        int now = failed ? 1 : 0, before = Interlocked.Exchange(ref ring[at], now);
        int failures = now == before ? Volatile.Read(ref _counts.Failures) : Interlocked.Add(ref _counts.Failures, now - before);
        return failures >= Limits.MaxErrors && Interlocked.Exchange(ref _counts.Tripped, 1) == 0;
    }

    /// <summary>The lease is over.</summary>
    public bool Expired(TimeProvider real) => Limits.Until is { } until && real.GetUtcNow() >= until;

    private sealed class Counts(int window)
    {
        public readonly int[] Ring = new int[window];
        public long Next = -1;
        public int Failures;
        public int Tripped;
    }
}
