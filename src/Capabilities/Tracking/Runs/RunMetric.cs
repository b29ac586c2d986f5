namespace Cairn.Tracking;

/// <param name="Timestamp">Unix milliseconds.</param>
public sealed record RunMetric(string Key, double Value, long Timestamp, long Step);
