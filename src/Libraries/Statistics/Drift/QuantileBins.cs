namespace Cairn.Statistics;

/// <summary>Bins [e_i, e_{i+1}) between type-7 quantiles of a reference, open at both ends, plus one bin for missing values (NaN).</summary>
public sealed class QuantileBins
{
    private QuantileBins(double[] edges) => Edges = edges;

    /// <summary>Inner edges in ascending order, all different; they may be stored and given back to <see cref="FromEdges"/>.</summary>
    public IReadOnlyList<double> Edges { get; }

    /// <summary>The number of counts: one more than edges, and one for missing values.</summary>
    public int Bins => Edges.Count + 2;

    public static QuantileBins Learn(ReadOnlySpan<double> reference, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        double[] sorted = Quantiles.SortedFinite(reference);
        if (sorted.Length == 0)
            return new QuantileBins([]);
        return new QuantileBins([.. Enumerable.Range(1, bins - 1).Select(i => Quantiles.OfSorted(sorted, (double)i / bins)).Distinct()]);
    }

    public static QuantileBins FromEdges(IEnumerable<double> edges)
    {
        double[] given = [.. edges];
        for (int i = 0; i < given.Length; i++)
        {
            if (!double.IsFinite(given[i]) || (i > 0 && given[i] <= given[i - 1]))
                throw new ArgumentException($"Edge {i} is not above the one before.", nameof(edges));
        }

        return new QuantileBins(given);
    }

    public long[] Count(ReadOnlySpan<double> values)
    {
        long[] counts = new long[Bins];
        foreach (double value in values)
            counts[IndexOf(value)]++;
        return counts;
    }

    /// <summary>The bin of a value; the last is for missing ones.</summary>
    public int IndexOf(double value)
    {
        if (double.IsNaN(value))
            return Edges.Count + 1;
        int place = Array.BinarySearch((double[])Edges, value);
        return place >= 0 ? place + 1 : ~place;
    }
}
