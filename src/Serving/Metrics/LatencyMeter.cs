using System.Numerics;

namespace Cairn.Serving.Metrics;

/// <summary>
/// Counts durations in log-linear bins, 128 to each power of two of nanoseconds: a quantile read from it is within 0.4 %.
/// One interlocked addition a sample, no lock. From 1 µs to 137 s; what lies outside is counted in the end bins.
/// </summary>
internal sealed class LatencyMeter
{
    private const int SubBits = 7;
    private const int LowestPower = 10;
    private const int HighestPower = 37;
    private const int Bins = (HighestPower - LowestPower) << SubBits;
    private readonly long[] _bins = new long[Bins];
    private long _sumTicks;

    public void Add(TimeSpan latency)
    {
        Interlocked.Increment(ref _bins[Bin(latency.Ticks * TimeSpan.NanosecondsPerTick)]);
        Interlocked.Add(ref _sumTicks, latency.Ticks);
    }

    public LatencyReading Read()
    {
        var bins = new long[Bins];
        for (int i = 0; i < Bins; i++) bins[i] = Volatile.Read(ref _bins[i]);
        return new(bins, new TimeSpan(Interlocked.Read(ref _sumTicks)));
    }

    /// <summary>The middle of a bin, in seconds.</summary>
    internal static double Middle(int bin)
    {
        int power = LowestPower + (bin >> SubBits);
        double low = Math.ScaleB(1 + ((bin & ((1 << SubBits) - 1)) / (double)(1 << SubBits)), power);
        return (low + Math.ScaleB(0.5, power - SubBits)) * 1e-9;
    }

    private static int Bin(long nanoseconds)
    {
        if (nanoseconds < 1L << LowestPower) return 0;
        int power = BitOperations.Log2((ulong)nanoseconds);
        if (power >= HighestPower) return Bins - 1;
        int sub = (int)(nanoseconds >> (power - SubBits)) & ((1 << SubBits) - 1);
        return ((power - LowestPower) << SubBits) | sub;
    }
}
