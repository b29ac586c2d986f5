namespace Cairn.Serving.Runs;

/// <summary>How long a model takes: of a small run and of each row of a larger one. Learned as it runs; a torn update does no harm.</summary>
internal sealed class RunCost
{
    private const int Small = 8;
    private const long Jump = 4;
    private long _small;
    private long _row;

    /// <summary>Whether a run of so many rows takes less than a time, as far as is known.</summary>
    public bool IsBelow(int rows, long nanoseconds) =>
        Volatile.Read(ref _small) < nanoseconds && (rows <= Small || Volatile.Read(ref _row) * rows < nanoseconds);

    /// <summary>One run. A single long one, held up by something else, moves the mean only a little.</summary>
    public void Record(int rows, long nanoseconds)
    {
        if (rows <= Small) Blend(ref _small, nanoseconds);
        else Blend(ref _row, nanoseconds / rows);
    }

    private static void Blend(ref long mean, long sample)
    {
        long now = Volatile.Read(ref mean);
        Volatile.Write(ref mean, now == 0 ? sample : now + ((Math.Min(sample, now * Jump) - now) / 8));
    }
}
