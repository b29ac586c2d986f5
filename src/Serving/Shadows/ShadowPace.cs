namespace Cairn.Serving.Shadows;

/// <summary>When one shadow may run again, by the rule of a leaky bucket: each run moves that time by its own length, stretched; idle time is not saved up. For one thread at a time.</summary>
internal sealed class ShadowPace(TimeProvider clock)
{
    /// <summary>A pause costs more than it brings below that.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private TimeSpan _free;

    private TimeSpan Now => clock.GetElapsedTime(0);

    /// <summary>How long to wait before the next run; zero or a millisecond at least.</summary>
    public TimeSpan Pause => _free - Now is var left && left >= Shortest ? left : TimeSpan.Zero;

    /// <param name="ran">Until now.</param>
    /// <param name="stretch">At least 1.</param>
    public void Ran(TimeSpan ran, double stretch)
    {
        TimeSpan begun = Now - ran;
        _free = (_free > begun ? _free : begun) + (ran * stretch);
    }
}
