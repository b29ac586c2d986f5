namespace Cairn.Data.Datasets;

/// <summary>When an event was first here. Times are unix milliseconds of domain time.</summary>
internal sealed record FirstSeen
{
    public long ArrivedAt { get; init; }
    public long EventAt { get; init; }

    public TimeSpan Lag => TimeSpan.FromMilliseconds(ArrivedAt - EventAt);
}
