namespace Cairn.Tracking.LoggedModels;

/// <summary>The latest value of a logged model's metric, of one run and dataset.</summary>
internal sealed record ModelMetricRow
{
    public string Model { get; init; } = "";
    public string Key { get; init; } = "";
    public string RunId { get; init; } = "";
    public string DatasetName { get; init; } = "";
    public string DatasetDigest { get; init; } = "";
    public double Value { get; init; }
    public bool IsNan { get; init; }
    public long Step { get; init; }
    public long Timestamp { get; init; }

    public double Number => IsNan ? double.NaN : Value;
}
