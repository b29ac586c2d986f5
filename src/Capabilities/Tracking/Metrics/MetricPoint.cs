namespace Cairn.Tracking.Metrics;

/// <summary>A point of a metric whose key is known; ordered by time, step and value.</summary>
internal readonly record struct MetricPoint(long Timestamp, long Step, double Value) : IComparable<MetricPoint>
{
    public RunMetric Of(string key) => new(key, Value, Timestamp, Step);

    public int CompareTo(MetricPoint other)
        => Timestamp != other.Timestamp ? Timestamp.CompareTo(other.Timestamp) : Step != other.Step ? Step.CompareTo(other.Step) : Value.CompareTo(other.Value);
}
