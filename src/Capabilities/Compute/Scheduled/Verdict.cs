namespace Cairn.Compute.Scheduled;

/// <summary>
/// Judges an attempt without a report. A launcher that beats lives, whatever the scheduler says (it may have lost the job, taken the node
/// for dead or given its number away). One that is silent is dead when the scheduler agrees, or after a long time.
/// </summary>
internal static class Verdict
{
    public static Finding Of(Sighting seen, ScheduledOptions options, string scheduler)
    {
        if (seen.Claimed) return OfClaimed(seen, options, scheduler);
        if (seen.Gone is { } gone && gone >= options.Settle) return Finding.Ended(Outcome(seen, ComputeOutcome.Failed), Unstarted(seen, scheduler));
        return seen.Row switch
        {
            { State: JobState.Waiting } row => Finding.Waits($"waits in {scheduler}{Words(row)}"),
            { State: JobState.Stuck } row when seen.Stuck >= options.StartWithin => Finding.Ended(Outcome(seen, ComputeOutcome.Failed), $"It could not start for {options.StartWithin}{Words(row)}."),
            { State: JobState.Stuck } row => Finding.Waits($"cannot start in {scheduler}{Words(row)}"),
            { State: JobState.Held } row => Finding.Waits($"is held in {scheduler}{Words(row)}"),
            { State: JobState.Running } => Finding.Waits("is starting"),
            null => Finding.Waits($"was handed to {scheduler}"),
            _ => Finding.GoesOn,
        };
    }

    /// <summary>Of one that its launcher ended because somebody else asked.</summary>
    public static ComputeOutcome OfEndFromOutside(ScheduledJob? row) => row?.State switch
    {
        JobState.Cancelled => ComputeOutcome.Cancelled,
        JobState.TimedOut => ComputeOutcome.TimedOut,
        JobState.OutOfMemory => ComputeOutcome.OutOfMemory,
        _ => ComputeOutcome.Lost,
    };

    private static Finding OfClaimed(Sighting seen, ScheduledOptions options, string scheduler)
    {
        if (seen.Silent >= options.Deadline) return Finding.Ended(Outcome(seen, ComputeOutcome.Lost), $"Nothing was heard of it for {options.Deadline}.");
        if (seen.Silent < options.Silence || seen.Gone is not { } gone || gone < options.Settle) return Finding.GoesOn;
        return Finding.Ended(Outcome(seen, ComputeOutcome.Lost), $"It fell silent, and {scheduler} {(seen.Row is { } row ? $"says that it ended{Words(row)}" : "does not know it any more")}.");
    }

    private static ComputeOutcome Outcome(Sighting seen, ComputeOutcome otherwise) => seen switch
    {
        { Cancelling: true } => ComputeOutcome.Cancelled,
        { Row.State: JobState.Cancelled } => ComputeOutcome.Cancelled,
        { Row.State: JobState.TimedOut } => ComputeOutcome.TimedOut,
        { Row.State: JobState.OutOfMemory } => ComputeOutcome.OutOfMemory,
        { Row.State: JobState.NodeLost } or { Row: null } => ComputeOutcome.Lost,
        _ => otherwise,
    };

    private static string Unstarted(Sighting seen, string scheduler) => seen.Row switch
    {
        null => $"{scheduler} does not know it any more, and it never started.",
        { State: JobState.Cancelled } => $"It was cancelled in {scheduler} before it started.",
        { State: JobState.Ended } row => $"Its launcher did not start on the node{Words(row)}.",
        var row => $"It never started{Words(row)}.",
    };

    private static string Words(ScheduledJob row) => row.Reason is { Length: > 0 } reason ? $" ({reason})" : "";
}
