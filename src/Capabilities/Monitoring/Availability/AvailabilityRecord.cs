namespace Cairn.Monitoring;

/// <summary>What is known of an endpoint's availability in a span.</summary>
/// <param name="Asked">Questions from inside, oldest first.</param>
/// <param name="Probed">Predictions of probers outside, oldest first.</param>
/// <param name="Planned">Announced downtime of this endpoint.</param>
internal sealed record AvailabilityRecord(IReadOnlyList<Question> Asked, IReadOnlyList<ProbeResult> Probed, IReadOnlyList<PlannedDowntime> Planned)
{
    public bool IsEmpty => Asked.Count + Probed.Count == 0;

    /// <summary>Unix milliseconds of the first question.</summary>
    public long First => Math.Min(Asked.Count > 0 ? Asked[0].At : long.MaxValue, Probed.Count > 0 ? Probed[0].At : long.MaxValue);
}
