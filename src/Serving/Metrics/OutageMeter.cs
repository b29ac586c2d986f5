namespace Cairn.Serving.Metrics;

/// <summary>
/// How long an endpoint did not answer, in real time: from the first request that failed here, or the swap that took its models away, to the
/// next answer or the swap that brought them back. One read on the way of an answer while all is well.
/// </summary>
internal sealed class OutageMeter(TimeProvider real)
{
    private const long Up = 0;
    private long _since = Up;
    private long _total;

    public TimeSpan Total
    {
        get
        {
            long since = Interlocked.Read(ref _since), total = Interlocked.Read(ref _total);
            return real.GetElapsedTime(0, total) + (since == Up ? TimeSpan.Zero : real.GetElapsedTime(since));
        }
    }

    /// <param name="timestamp">When the request came, or the models went.</param>
    public void Failed(long timestamp) => Interlocked.CompareExchange(ref _since, Math.Max(1, timestamp), Up);

    public void Answered()
    {
        if (Volatile.Read(ref _since) == Up) return;
        long since = Interlocked.Exchange(ref _since, Up);
        if (since != Up) Interlocked.Add(ref _total, real.GetTimestamp() - since);
    }
}
