namespace Cairn.Statistics;

/// <summary>Welch's t test (1947) for the means of two samples of unequal variance, from their sums.</summary>
public static class WelchTest
{
    /// <summary>Two-sided; the statistic's sign is that of a − b. Statistic 0 and p-value 1 with fewer than two values on a side.</summary>
    public static TestOutcome Test(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length < 2 || b.Length < 2)
            return new TestOutcome(0, 1);
        (double meanA, double va) = MeanAndError(a);
        (double meanB, double vb) = MeanAndError(b);
        if (va + vb == 0)
            return new TestOutcome(0, meanA == meanB ? 1 : 0);
        double t = (meanA - meanB) / Math.Sqrt(va + vb);
        double degrees = (va + vb) * (va + vb) / (va * va / (a.Length - 1) + vb * vb / (b.Length - 1));
        return new TestOutcome(t, StudentT.TwoSided(t, degrees), degrees);
    }

    private static (double Mean, double SquaredError) MeanAndError(ReadOnlySpan<double> values)
    {
        double mean = 0, sum = 0;
        foreach (double value in values)
            mean += value / values.Length;
        foreach (double value in values)
            sum += (value - mean) * (value - mean);
        return (mean, sum / (values.Length - 1) / values.Length);
    }
}
