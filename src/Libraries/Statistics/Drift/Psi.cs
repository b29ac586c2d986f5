namespace Cairn.Statistics;

/// <summary>
/// Population stability index, Σ(p−q)·ln(p/q) over bins, with half a count added to each bin that holds anything: p = (c+½)/(n+k/2). Without drift it is
/// about (1/n + 1/m)·χ² with k−1 degrees of freedom (Yurdakul &amp; Naranjo 2020), so a fixed limit such as 0.1 means nothing by itself:
/// <see cref="PsiResult.Threshold"/> is the value exceeded without drift with the stated probability only.
/// </summary>
public static class Psi
{
    /// <param name="reference">Counts per bin; a bin for missing values may be one of them.</param>
    /// <param name="current">Counts in the same bins.</param>
    /// <param name="falseAlarm">The probability, without drift, of lying above the threshold.</param>
    public static PsiResult OfCounts(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, double falseAlarm = 0.01)
    {
        if (reference.Length != current.Length)
            throw new ArgumentException($"{reference.Length} reference bins do not match {current.Length} current ones.", nameof(current));
        long n = Total(reference), m = Total(current);
        int used = UsedBins(reference, current);
        if (n == 0 || m == 0 || used < 2)
            return new PsiResult(0, 0, double.PositiveInfinity, 1, n, m, used);
        double psi = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            // Half a count in a bin that neither sample knows would look like drift when their sizes differ.
            if (reference[i] + current[i] == 0)
                continue;
            double p = (reference[i] + 0.5) / (n + used / 2.0), q = (current[i] + 0.5) / (m + used / 2.0);
            psi += (p - q) * Math.Log(p / q);
        }

        double scale = 1.0 / n + 1.0 / m;
        int degrees = used - 1;
        return new PsiResult(psi, degrees * scale, scale * ChiSquare.Quantile(1 - falseAlarm, degrees), ChiSquare.Sf(psi / scale, degrees), n, m, used);
    }

    /// <summary>Bins both samples by the reference's quantiles, with a bin of their own for missing values.</summary>
    public static PsiResult OfNumbers(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, int bins = 10, double falseAlarm = 0.01)
    {
        var edges = QuantileBins.Learn(reference, bins);
        return OfCounts(edges.Count(reference), edges.Count(current), falseAlarm);
    }

    private static long Total(ReadOnlySpan<long> counts)
    {
        long total = 0;
        foreach (long count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
            total += count;
        }

        return total;
    }

    private static int UsedBins(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        int used = 0;
        for (int i = 0; i < reference.Length; i++)
            used += reference[i] + current[i] > 0 ? 1 : 0;
        return used;
    }
}

/// <param name="Value">The index.</param>
/// <param name="Expected">Its mean without drift at these sample sizes.</param>
/// <param name="Threshold">Exceeded without drift with the stated probability only.</param>
/// <param name="PValue">Probability, without drift, of at least this value; by the χ² approximation.</param>
/// <param name="ReferenceCount">Rows of the reference.</param>
/// <param name="CurrentCount">Rows of the current sample.</param>
/// <param name="Bins">Bins that hold anything.</param>
public sealed record PsiResult(
    double Value, double Expected, double Threshold, double PValue, long ReferenceCount, long CurrentCount, int Bins)
{
    public bool Drifted => Value > Threshold;
}
