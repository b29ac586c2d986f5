namespace Cairn.Platform.Jobs;

/// <summary>Real time, for leases, heartbeats, timeouts and latency: never simulated, but replaceable in tests.</summary>
public sealed record RealTime(TimeProvider Provider)
{
    public DateTimeOffset Now => Provider.GetUtcNow();
}
