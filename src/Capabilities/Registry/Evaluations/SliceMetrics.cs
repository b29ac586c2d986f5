namespace Cairn.Registry;

/// <summary>Metrics of the rows where <paramref name="Column"/> has <paramref name="Value"/>.</summary>
public sealed record SliceMetrics(string Column, string Value, long N, IReadOnlyDictionary<string, double> Metrics);
