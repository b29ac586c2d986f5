namespace Cairn.Statistics;

/// <summary>Percentile bootstrap (Efron 1979), seeded, so that the same data gives the same interval.</summary>
public static class Bootstrap
{
    /// <param name="rows">How many rows there are.</param>
    /// <param name="metric">The metric over row numbers drawn with replacement; NaN draws are left out.</param>
    /// <param name="seed">The same seed draws the same rows.</param>
    /// <param name="draws">How many resamples.</param>
    /// <param name="confidence">In (0, 1).</param>
    public static Interval Of(int rows, Func<int[], double> metric, int seed, int draws = 1000, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        var random = new Random(seed);
        int[] drawn = new int[rows];
        double[] values = new double[draws];
        for (int d = 0; d < draws; d++)
        {
            for (int i = 0; i < rows; i++)
                drawn[i] = random.Next(rows);
            values[d] = metric(drawn);
        }

        double[] sorted = Quantiles.SortedFinite(values);
        double tail = (1 - confidence) / 2;
        return sorted.Length == 0
            ? new Interval(double.NaN, double.NaN)
            : new Interval(Quantiles.OfSorted(sorted, tail), Quantiles.OfSorted(sorted, 1 - tail));
    }
}
