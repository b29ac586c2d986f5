namespace Cairn.Tracking.Metrics;

/// <summary>The point of a metric with the greatest (step, timestamp, value).</summary>
internal sealed record LatestMetric
{
    public long Run { get; init; }
    public string Key { get; init; } = "";
    public double Value { get; init; }
    public bool IsNan { get; init; }
    public long Step { get; init; }
    public long Timestamp { get; init; }

    public double Number => IsNan ? double.NaN : Value;
}
