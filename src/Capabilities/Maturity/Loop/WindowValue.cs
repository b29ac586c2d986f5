namespace Cairn.Maturity.Loop;

/// <summary>One value of a closed window.</summary>
internal sealed record WindowValue(string Metric, string? Slice, double Value, double? Threshold, bool Breached);
