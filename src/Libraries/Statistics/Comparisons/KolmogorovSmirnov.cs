namespace Cairn.Statistics;

/// <summary>Two-sample Kolmogorov-Smirnov test, two-sided. NaN and infinities are left out.</summary>
public static class KolmogorovSmirnov
{
    private const long ExactUpTo = 4_000_000;

    /// <summary>
    /// The p-value is exact up to 4 million pairs n·m (lattice paths, Hodges 1958; conservative with ties), above that Kolmogorov's limit
    /// law. With an empty sample: statistic 0, p-value 1.
    /// </summary>
    public static TestOutcome Test(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] x = Quantiles.SortedFinite(a), y = Quantiles.SortedFinite(b);
        if (x.Length == 0 || y.Length == 0)
            return new TestOutcome(0, 1);
        double d = Statistic(x, y);
        double p = (long)x.Length * y.Length <= ExactUpTo ? Exact(d, x.Length, y.Length) : Limit(d, x.Length, y.Length);
        return new TestOutcome(d, p);
    }

    /// <summary>The largest gap between the two distribution functions.</summary>
    public static double Statistic(ReadOnlySpan<double> sortedA, ReadOnlySpan<double> sortedB)
    {
        double gap = 0;
        for (int i = 0, j = 0; i < sortedA.Length && j < sortedB.Length;)
        {
            double next = Math.Min(sortedA[i], sortedB[j]);
            for (; i < sortedA.Length && sortedA[i] == next; i++)
            {
            }

            for (; j < sortedB.Length && sortedB[j] == next; j++)
            {
            }

            gap = Math.Max(gap, Math.Abs((double)i / sortedA.Length - (double)j / sortedB.Length));
        }

        return gap;
    }

    /// <summary>Kolmogorov's limit: 2·Σ(−1)^(j−1)·exp(−2j²λ²), λ = d·√(nm/(n+m)).</summary>
    public static double Limit(double d, long n, long m)
    {
        double lambda = d * Math.Sqrt((double)n * m / (n + m));
        if (lambda < 0.2)
            return 1;
        double sum = 0;
        for (int j = 1; j <= 100; j++)
        {
            double term = Math.Exp(-2.0 * j * j * lambda * lambda);
            sum += j % 2 == 1 ? term : -term;
            if (term < 1e-18)
                break;
        }

        return Math.Clamp(2 * sum, 0, 1);
    }

    /// <summary>P(D ≥ d): one minus the share of lattice paths that stay strictly inside the band.</summary>
    public static double Exact(double d, int n, int m)
    {
        double band = (0.5 + Math.Floor(d * n * m - 1e-7)) / ((double)n * m);
        double[] inside = new double[m + 1];
        for (int j = 0; j <= m; j++)
            inside[j] = (double)j / m > band ? 0 : 1;
        for (int i = 1; i <= n; i++)
        {
            double weight = (double)i / (i + m), x = (double)i / n;
            inside[0] = x > band ? 0 : weight * inside[0];
            for (int j = 1; j <= m; j++)
                inside[j] = Math.Abs(x - (double)j / m) > band ? 0 : weight * inside[j] + inside[j - 1];
        }

        return Math.Clamp(1 - inside[m], 0, 1);
    }
}
