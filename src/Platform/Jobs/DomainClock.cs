namespace Cairn.Platform.Jobs;

/// <summary>Domain time: what schedules, windows and bakes go by. In a simulated world it stands still until it is moved, and only forward.</summary>
public sealed class DomainClock(TimeProvider real) : TimeProvider
{
    private long _simulated = -1;

    public bool Simulated => Volatile.Read(ref _simulated) >= 0;

    public override DateTimeOffset GetUtcNow() => Volatile.Read(ref _simulated) is >= 0 and var ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : real.GetUtcNow();

    internal void MoveTo(DateTimeOffset instant)
    {
        long to = instant.ToUnixTimeMilliseconds();
        if (to < Volatile.Read(ref _simulated)) throw new ArgumentException($"Domain time does not go back from {GetUtcNow():O} to {instant:O}.", nameof(instant));
        Volatile.Write(ref _simulated, to);
    }
}
