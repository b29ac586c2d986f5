namespace Cairn.Bench;

/// <summary>What became of a closed loop.</summary>
/// <param name="Seconds">From the first request to the last answer.</param>
/// <param name="Took">Milliseconds to each answer with status 200, in order of length.</param>
internal sealed record LoadResult(double Seconds, double[] Took)
{
    public double PerSecond => Took.Length / Seconds;

    public double Median => Quantile.Of(Took, 0.5);

    public double Slow => Quantile.Of(Took, 0.99);
}
