namespace Cairn.Bench;

/// <summary>What became of an open loop.</summary>
/// <param name="Seconds">From the first request to the last answer.</param>
/// <param name="Answered">Milliseconds from when it was due to each answer with 200, in order of length.</param>
/// <param name="Rejected">The same of each 429.</param>
internal sealed record OpenResult(double Seconds, double[] Answered, double[] Rejected)
{
    /// <summary>Of several as if they were one.</summary>
    public static OpenResult Of(IReadOnlyCollection<OpenResult> all)
        => new(all.Sum(r => r.Seconds), [.. all.SelectMany(r => r.Answered).Order()], [.. all.SelectMany(r => r.Rejected).Order()]);

    public double PerSecond => Answered.Length / Seconds;

    public double Median => Quantile.Of(Answered, 0.5);

    public double Slow => Quantile.Of(Answered, 0.99);

    public double SlowRejection => Quantile.Of(Rejected, 0.99);
}
