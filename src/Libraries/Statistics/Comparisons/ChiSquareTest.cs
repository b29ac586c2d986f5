namespace Cairn.Statistics;

/// <summary>Pearson's χ² tests (1900).</summary>
public static class ChiSquareTest
{
    /// <summary>
    /// Two samples of counts in the same categories (the 2×k table): both samples' noise counts. Categories empty in both are left
    /// out; with fewer than two left, or an empty sample, statistic 0 and p-value 1.
    /// </summary>
    public static TestOutcome Homogeneity(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"{a.Length} categories do not match {b.Length}.", nameof(b));
        long[][] table = [a.ToArray(), b.ToArray()];
        return Independence(table);
    }

    /// <summary>Independence of rows and columns of a table of counts, without continuity correction.</summary>
    public static TestOutcome Independence(IReadOnlyList<long[]> table)
    {
        int columns = table[0].Length;
        double[] rowSums = [.. table.Select(row => (double)row.Sum())];
        double[] columnSums = [.. Enumerable.Range(0, columns).Select(c => (double)table.Sum(row => row[c]))];
        double total = rowSums.Sum(), statistic = 0;
        int degrees = (rowSums.Count(s => s > 0) - 1) * (columnSums.Count(s => s > 0) - 1);
        if (degrees <= 0)
            return new TestOutcome(0, 1, 0);
        for (int r = 0; r < rowSums.Length; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                double expected = rowSums[r] * columnSums[c] / total;
                if (expected > 0)
                    statistic += (table[r][c] - expected) * (table[r][c] - expected) / expected;
            }
        }

        return new TestOutcome(statistic, ChiSquare.Sf(statistic, degrees), degrees);
    }

    /// <summary>Counts against known shares (sample ratio mismatch of an experiment).</summary>
    public static TestOutcome Fit(ReadOnlySpan<long> observed, ReadOnlySpan<double> weights)
    {
        if (observed.Length != weights.Length)
            throw new ArgumentException($"{observed.Length} counts do not match {weights.Length} weights.", nameof(weights));
        double total = 0, weight = 0, statistic = 0;
        for (int i = 0; i < observed.Length; i++)
        {
            total += observed[i];
            weight += weights[i];
        }

        for (int i = 0; i < observed.Length; i++)
        {
            double expected = total * weights[i] / weight;
            statistic += (observed[i] - expected) * (observed[i] - expected) / expected;
        }

        return new TestOutcome(statistic, ChiSquare.Sf(statistic, observed.Length - 1), observed.Length - 1);
    }
}
