namespace Cairn.Serving.Shadows;

/// <summary>
/// What shadows may take of the machine: all together an eighth of the time of its processors, a quarter of one where there are two, by the rule of a leaky bucket: idle time is not saved up. Their threads yield
/// to all others, yet callers waited longer beside one that never paused, in hours in which the host took processors from its virtual machine (<c>benchmarks.md</c>, <c>serving-shadow</c>).
/// </summary>
internal sealed class ShadowShare(int processors, TimeProvider real)
{
    private const double Part = 1 / 8.0;

    /// <summary>A shorter pause costs more than it brings; none is longer than the other, whatever was run.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private TimeSpan _free;

    /// <summary>How long to wait before the next run.</summary>
    public TimeSpan Pause
    {
        get
        {
            lock (_gate) return _free - Now is var left && left >= Shortest ? left < Longest ? left : Longest : TimeSpan.Zero;
        }
    }

    /// <summary>Time on the clock that <see cref="Ran"/> goes by.</summary>
    public TimeSpan Now => real.GetElapsedTime(0);

    /// <summary>A run is over. What it waited for a processor counts, too: where others want all of them shadows run less.</summary>
    /// <param name="threads">How many computed.</param>
    public void Ran(TimeSpan begun, int threads)
    {
        lock (_gate) _free = (_free > begun ? _free : begun) + ((Now - begun) * threads / (processors * Part));
    }
}
