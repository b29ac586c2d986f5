namespace Cairn.Statistics;

/// <summary>The counts of a <see cref="LatencyHistogram"/> at one moment; snapshots add and subtract exactly.</summary>
public sealed class LatencySnapshot
{
    private readonly long[] _counts;

    internal LatencySnapshot(long[] counts, long sum)
    {
        (_counts, Sum) = (counts, sum);
        foreach (long count in counts)
            Count += count;
    }

    public static LatencySnapshot Empty { get; } = new(new long[LatencyHistogram.Buckets], 0);

    public long Count { get; }

    public long Sum { get; }

    /// <summary>NaN when nothing was recorded.</summary>
    public double Mean => Count == 0 ? double.NaN : (double)Sum / Count;

    /// <summary>The q-quantile (q in [0, 1]) within 0.8 %: the value below or at which ⌈q·count⌉ recordings lie; NaN when empty.</summary>
    public double Quantile(double q)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(q);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(q, 1);
        if (Count == 0)
            return double.NaN;
        long rank = Math.Max(1, (long)Math.Ceiling(q * Count)), seen = 0;
        int index = 0;
        for (; index < _counts.Length - 1; index++)
        {
            seen += _counts[index];
            if (seen >= rank)
                break;
        }

        return LatencyHistogram.ValueOf(index);
    }

    /// <summary>How many recordings lie in buckets up to that of <paramref name="value"/>.</summary>
    public long CountUpTo(long value)
    {
        long seen = 0;
        int last = Math.Min(LatencyHistogram.IndexOf(Math.Max(0, value)), _counts.Length - 1);
        for (int i = 0; i <= last; i++)
            seen += _counts[i];
        return seen;
    }

    /// <summary>Both together, as of two instances.</summary>
    public LatencySnapshot Plus(LatencySnapshot other) => Combine(other, 1);

    /// <summary>What was recorded since an earlier snapshot of the same histogram.</summary>
    public LatencySnapshot Since(LatencySnapshot earlier) => Combine(earlier, -1);

    /// <summary>Buckets that are not empty, as (index, count); the compact form to store.</summary>
    public IReadOnlyList<KeyValuePair<int, long>> ToSparse() =>
        [.. _counts.Select((count, i) => KeyValuePair.Create(i, count)).Where(p => p.Value != 0)];

    /// <exception cref="ArgumentException">An index or count is out of range.</exception>
    public static LatencySnapshot FromSparse(IEnumerable<KeyValuePair<int, long>> buckets, long sum)
    {
        long[] counts = new long[LatencyHistogram.Buckets];
        foreach ((int index, long count) in buckets)
        {
            if (index < 0 || index >= counts.Length || count < 0)
                throw new ArgumentException($"There is no bucket {index} with count {count}.", nameof(buckets));
            counts[index] += count;
        }

        return new LatencySnapshot(counts, sum);
    }

    private LatencySnapshot Combine(LatencySnapshot other, int sign)
    {
        long[] counts = new long[_counts.Length];
        for (int i = 0; i < counts.Length; i++)
            counts[i] = _counts[i] + sign * other._counts[i];
        return new LatencySnapshot(counts, Sum + sign * other.Sum);
    }
}
