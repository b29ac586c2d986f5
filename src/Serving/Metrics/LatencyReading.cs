namespace Cairn.Serving;

/// <summary>Latencies since the start (or between two readings), in fine bins.</summary>
public sealed class LatencyReading
{
    private readonly long[] _bins;

    internal LatencyReading(long[] bins, TimeSpan sum)
    {
        _bins = bins;
        Sum = sum;
        Count = bins.Sum();
    }

    public long Count { get; }

    public TimeSpan Sum { get; }

    /// <summary>The latency that a share <paramref name="q"/> of the requests does not exceed, within 1 %, in seconds; NaN without requests.</summary>
    public double Quantile(double q)
    {
        if (Count == 0) return double.NaN;
        long rank = Math.Clamp((long)Math.Ceiling(q * Count), 1, Count), seen = 0;
        for (int i = 0; i < _bins.Length; i++)
            if ((seen += _bins[i]) >= rank) return Metrics.LatencyMeter.Middle(i);
        return double.NaN;
    }

    /// <summary>How many did not exceed this many seconds, by whole bins.</summary>
    public long CountUpTo(double seconds)
    {
        long seen = 0;
        for (int i = 0; i < _bins.Length && Metrics.LatencyMeter.Middle(i) <= seconds; i++) seen += _bins[i];
        return seen;
    }

    /// <summary>What came after an earlier reading of the same meter.</summary>
    public LatencyReading Since(LatencyReading earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return new([.. _bins.Zip(earlier._bins, (now, then) => now - then)], Sum - earlier.Sum);
    }
}
