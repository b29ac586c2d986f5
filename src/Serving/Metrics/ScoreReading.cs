using Cairn.Contracts.Snapshots;

namespace Cairn.Serving;

/// <summary>The distribution of a variant's scores.</summary>
/// <param name="Rule">Which output it is, and the ends of the bins.</param>
/// <param name="Bins">Even bins from <c>Rule.Low</c> to <c>Rule.High</c>.</param>
/// <param name="Below">Scores below the lower end.</param>
/// <param name="Above">Scores above the upper end.</param>
/// <param name="Missing">NaN.</param>
/// <param name="Sum">Sum of the finite scores.</param>
/// <param name="SumOfSquares">Sum of their squares.</param>
public sealed record ScoreReading(
    ScoreRule Rule, IReadOnlyList<long> Bins, long Below, long Above, long Missing, double Sum, double SumOfSquares)
{
    /// <summary>Finite and infinite scores.</summary>
    public long Count { get; } = Bins.Sum() + Below + Above;

    public double Mean => Count == 0 ? double.NaN : Sum / Count;

    /// <summary>What came after an earlier reading of the same meter.</summary>
    public ScoreReading Since(ScoreReading earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return new(Rule, [.. Bins.Zip(earlier.Bins, (now, then) => now - then)], Below - earlier.Below, Above - earlier.Above,
            Missing - earlier.Missing, Sum - earlier.Sum, SumOfSquares - earlier.SumOfSquares);
    }
}
