namespace Cairn.Statistics;

/// <summary>The binomial distribution of n trials with chance p.</summary>
public static class Binomial
{
    /// <summary>P(X >= k), by the incomplete beta function (Abramowitz and Stegun 26.5.24).</summary>
    public static double AtLeast(int k, int n, double p) => k <= 0 ? 1 : k > n ? 0 : Beta.Cdf(p, k, n - k + 1);
}
