namespace Cairn.Serving.Pipeline;

/// <summary>How long a request may take until its run begins, and whether its client is still there.</summary>
/// <param name="Started">Real time stamp of its reading.</param>
/// <param name="Patience">From there.</param>
/// <param name="Gone">Set when the client leaves.</param>
internal readonly record struct RunTime(long Started, TimeSpan Patience, CancellationToken Gone)
{
    /// <summary>Of what nobody waits for.</summary>
    public static RunTime Endless { get; } = new(0, TimeSpan.MaxValue, CancellationToken.None);

    public bool HasEnd => Patience < TimeSpan.MaxValue;

    public TimeSpan Left(TimeProvider real) => Patience - real.GetElapsedTime(Started);
}
