namespace Cairn.Tracking.Boards;

/// <summary>A run as the leaderboard looks at it; the value is that of the metric asked for.</summary>
internal sealed record BoardRow
{
    public long Num { get; init; }
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public string Experiment { get; init; } = "";
    public string Status { get; init; } = "";
    public long StartTime { get; init; }
    public string UserId { get; init; } = "";

    /// <summary>Null when the run has no such metric.</summary>
    public double? Value { get; init; }

    public bool? IsNan { get; init; }

    /// <summary>Infinities are kept as the largest doubles.</summary>
    public bool IsNumber => Value is { } v && IsNan == false && Math.Abs(v) < double.MaxValue;
}
