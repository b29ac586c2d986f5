using System.Numerics;

namespace Cairn.Statistics;

/// <summary>
/// Counts of whole numbers (nanoseconds, microseconds, bytes) in buckets that grow with the value, as HdrHistogram does: each power
/// of two is cut in 64, so a bucket's middle is within 0.8 % of every value in it; values below 128 are exact. Recording is lock-free
/// and allocates nothing; values above 2^42 (73 minutes in nanoseconds) count as 2^42.
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 6, MaxBits = 42;
    internal const int Buckets = ((MaxBits - SubBits + 2) << SubBits);
    private const long Largest = 1L << MaxBits;
    private readonly long[] _counts = new long[Buckets];
    private long _sum;

    /// <summary>Counts one value; negative ones count as 0.</summary>
    public void Record(long value)
    {
        value = Math.Clamp(value, 0, Largest);
        Interlocked.Increment(ref _counts[IndexOf(value)]);
        Interlocked.Add(ref _sum, value);
    }

    /// <summary>What has been counted until now; a value recorded meanwhile may or may not be in it.</summary>
    public LatencySnapshot Snapshot()
    {
        long[] counts = new long[Buckets];
        for (int i = 0; i < counts.Length; i++)
            counts[i] = Volatile.Read(ref _counts[i]);
        return new LatencySnapshot(counts, Volatile.Read(ref _sum));
    }

    internal static int IndexOf(long value)
    {
        int shift = Math.Max(0, 63 - BitOperations.LeadingZeroCount((ulong)value | 1) - SubBits);
        return (shift << SubBits) + (int)(value >> shift);
    }

    /// <summary>The middle of a bucket.</summary>
    internal static double ValueOf(int index)
    {
        if (index < 2 << SubBits)
            return index;
        int shift = (index >> SubBits) - 1;
        long low = (long)(index - (shift << SubBits)) << shift;
        return low + ((1L << shift) - 1) / 2.0;
    }
}
