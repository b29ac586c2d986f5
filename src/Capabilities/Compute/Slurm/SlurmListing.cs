using Cairn.Compute.Scheduled;

namespace Cairn.Compute.Slurm;

/// <summary>Reads <c>squeue</c> with <see cref="Format"/>: one job a line. Lines of other people's jobs, and lines that are none, are left out.</summary>
internal static class SlurmListing
{
    public const string Format = "%T|%r|%j";

    public static Dictionary<string, ScheduledJob> Read(string text, string prefix)
    {
        var all = new Dictionary<string, ScheduledJob>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('|', 3) is not [var state, var reason, var name] || !name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var row = new ScheduledJob(State(state, reason), reason is "None" or "" ? null : reason);
            // The same name twice after an unanswered submission: what lives counts.
            if (!all.TryGetValue(name, out ScheduledJob? other) || row.State < other.State) all[name] = row;
        }
        return all;
    }

    private static JobState State(string state, string reason) => state switch
    {
        // It could not be started and would never be: another attempt may.
        "PENDING" when reason.StartsWith("launch", StringComparison.OrdinalIgnoreCase) => JobState.NodeLost,
        "PENDING" when reason.StartsWith("JobHeld", StringComparison.Ordinal) || reason.Contains("held", StringComparison.Ordinal) => JobState.Held,
        "PENDING" or "CONFIGURING" or "REQUEUED" or "REQUEUE_FED" or "REQUEUE_HOLD" or "SPECIAL_EXIT" or "RESV_DEL_HOLD" or "SUSPENDED" => JobState.Waiting,
        "RUNNING" or "COMPLETING" or "SIGNALING" or "STAGE_OUT" or "STOPPED" or "RESIZING" => JobState.Running,
        "CANCELLED" or "REVOKED" => JobState.Cancelled,
        "TIMEOUT" or "DEADLINE" => JobState.TimedOut,
        "OUT_OF_MEMORY" => JobState.OutOfMemory,
        "NODE_FAIL" or "PREEMPTED" or "BOOT_FAIL" => JobState.NodeLost,
        _ => JobState.Ended,
    };
}
