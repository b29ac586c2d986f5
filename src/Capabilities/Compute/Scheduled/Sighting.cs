namespace Cairn.Compute.Scheduled;

/// <summary>What is known of an attempt that has not reported its end.</summary>
/// <param name="Claimed">A launcher took it.</param>
/// <param name="Silent">Since its last beat, by our clock; since the claim was seen when there was none.</param>
/// <param name="Row">What the scheduler says; null when it does not know the job.</param>
/// <param name="Gone">For how long the scheduler has been saying that the job ended or is not known; null when it says otherwise or nothing.</param>
/// <param name="Cancelling">We asked for its end.</param>
internal readonly record struct Sighting(bool Claimed, TimeSpan Silent, ScheduledJob? Row, TimeSpan? Gone, bool Cancelling)
{
    /// <summary>For how long the scheduler has been saying that it is stuck.</summary>
    public TimeSpan Stuck { get; init; }
}
