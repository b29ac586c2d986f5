namespace Cairn.Compute.Scheduled;

/// <summary>What follows from a sighting: how the attempt ended (null: it goes on), and why it does not run.</summary>
internal readonly record struct Finding(ComputeOutcome? Outcome, string? Reason)
{
    public static Finding GoesOn => default;

    public static Finding Waits(string reason) => new(null, reason);

    public static Finding Ended(ComputeOutcome outcome, string reason) => new(outcome, reason);
}
