namespace Cairn.Contracts.Segments;

/// <summary>Sizes and times of a segment log.</summary>
public sealed record SegmentLogOptions
{
    /// <summary>Longest time a buffered record waits for the disk, real time.</summary>
    public TimeSpan FlushEvery { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Waiting bytes that start a flush before its time.</summary>
    public int FlushBytes { get; init; } = 1 << 20;

    /// <summary>Size at which a segment is closed, in bytes.</summary>
    public long SegmentBytes { get; init; } = 64 << 20;

    /// <summary>The number that the next segment of an endpoint and kind must exceed, whatever lies in its folder; null: what lies there decides alone.</summary>
    public Func<string, SegmentKind, int>? NumbersAfter { get; init; }

    /// <summary>Is told by the flusher when a segment was closed; must be quick.</summary>
    public Action? Closed { get; init; }

    /// <summary>Bytes that may wait for the disk; while as many do, records are refused.</summary>
    public long MaxPendingBytes { get; init; } = 64 << 20;
}
