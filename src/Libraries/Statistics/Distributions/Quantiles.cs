namespace Cairn.Statistics;

/// <summary>Sample quantiles of type 7 (Hyndman &amp; Fan 1996): linear between order statistics, as numpy and R by default.</summary>
public static class Quantiles
{
    /// <param name="sorted">Ascending, at least one value, no NaN.</param>
    /// <param name="q">In [0, 1].</param>
    public static double OfSorted(ReadOnlySpan<double> sorted, double q)
    {
        if (sorted.IsEmpty)
            throw new ArgumentException("A quantile needs at least one value.", nameof(sorted));
        double place = q * (sorted.Length - 1);
        int below = (int)Math.Floor(place), above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /// <summary>The finite values in ascending order; NaN and infinities are left out.</summary>
    public static double[] SortedFinite(ReadOnlySpan<double> values)
    {
        var kept = new List<double>(values.Length);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
                kept.Add(value);
        }

        kept.Sort();
        return [.. kept];
    }
}
