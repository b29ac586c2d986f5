namespace Cairn.Compute.Scheduled;

/// <summary>A job as its scheduler tells it.</summary>
/// <param name="Reason">Why it waits or how it ended, in the scheduler's words; null when it says nothing.</param>
internal sealed record ScheduledJob(JobState State, string? Reason = null)
{
    /// <summary>Digest of the container image that it runs in; null while that is not known, and without one.</summary>
    public string? ImageDigest { get; init; }
}
