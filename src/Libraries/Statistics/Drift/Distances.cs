namespace Cairn.Statistics;

/// <summary>Distances between two distributions given as counts in the same bins, without smoothing.</summary>
public static class Distances
{
    /// <summary>Jensen-Shannon divergence in nats, in [0, ln 2] (Lin 1991).</summary>
    public static double JensenShannonDivergence(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        (double[] p, double[] q) = Shares(a, b);
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
        {
            double middle = (p[i] + q[i]) / 2;
            sum += Term(p[i], middle) + Term(q[i], middle);
        }

        return Math.Max(0, sum / 2);
    }

    /// <summary>Root of the divergence taken to base 2, in [0, 1]; a metric.</summary>
    public static double JensenShannon(ReadOnlySpan<long> a, ReadOnlySpan<long> b) => Math.Sqrt(JensenShannonDivergence(a, b) / Math.Log(2));

    public static double Hellinger(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        (double[] p, double[] q) = Shares(a, b);
        return Math.Sqrt(p.Zip(q, (x, y) => Math.Pow(Math.Sqrt(x) - Math.Sqrt(y), 2)).Sum() / 2);
    }

    /// <summary>Half the sum of absolute differences, in [0, 1].</summary>
    public static double TotalVariation(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        (double[] p, double[] q) = Shares(a, b);
        return p.Zip(q, (x, y) => Math.Abs(x - y)).Sum() / 2;
    }

    /// <summary>The largest difference of one share.</summary>
    public static double LInfinity(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        (double[] p, double[] q) = Shares(a, b);
        return p.Zip(q, (x, y) => Math.Abs(x - y)).Max();
    }

    /// <summary>Wasserstein-1 (earth mover's) distance of two samples, in the samples' unit; NaN and infinities are left out.</summary>
    public static double Wasserstein(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] x = Quantiles.SortedFinite(a), y = Quantiles.SortedFinite(b);
        if (x.Length == 0 || y.Length == 0)
            return double.NaN;
        double sum = 0, last = Math.Min(x[0], y[0]);
        for (int i = 0, j = 0; i < x.Length || j < y.Length;)
        {
            double next = j >= y.Length || (i < x.Length && x[i] <= y[j]) ? x[i] : y[j];
            sum += Math.Abs((double)i / x.Length - (double)j / y.Length) * (next - last);
            for (; i < x.Length && x[i] == next; i++)
            {
            }

            for (; j < y.Length && y[j] == next; j++)
            {
            }

            last = next;
        }

        return sum;
    }

    private static double Term(double share, double middle) => share > 0 ? share * Math.Log(share / middle) : 0;

    private static (double[] P, double[] Q) Shares(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        if (a.Length != b.Length || a.Length == 0)
            throw new ArgumentException($"{a.Length} bins do not match {b.Length}.", nameof(b));
        return (Shares(a), Shares(b));
    }

    private static double[] Shares(ReadOnlySpan<long> counts)
    {
        double total = 0;
        foreach (long count in counts)
            total += count;
        if (total <= 0)
            throw new ArgumentException("A distribution without counts has no shares.", nameof(counts));
        double[] shares = new double[counts.Length];
        for (int i = 0; i < shares.Length; i++)
            shares[i] = counts[i] / total;
        return shares;
    }
}
