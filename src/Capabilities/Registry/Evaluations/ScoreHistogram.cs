namespace Cairn.Registry;

/// <summary>Rows by score: counts between <paramref name="Low"/> and <paramref name="High"/> in bins of equal width.</summary>
public sealed record ScoreHistogram(double Low, double High, IReadOnlyList<long> Counts);
