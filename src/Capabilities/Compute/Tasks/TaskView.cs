namespace Cairn.Compute.Tasks;

/// <summary>A task over HTTP. Times are real time; memory in bytes.</summary>
public sealed record TaskView(
    string Key, string Project, string Target, string State, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, int? ExitCode, double? CpuSeconds,
    long? PeakMemory, string? Reason)
{
    /// <summary>What it waits for, here or at its target's scheduler; null when it runs or ended.</summary>
    public string? Because { get; init; }

    /// <summary>Of its CPU time; null where nothing is charged.</summary>
    public double? Cost { get; init; }

    internal static TaskView Of(TaskRow row) => new(row.Key, row.Project, row.Target, row.State, Time(row.CreatedAt)!.Value, Time(row.StartedAt), Time(row.FinishedAt), row.ExitCode, row.CpuSeconds,
        row.PeakMemory, row.Reason) { Cost = row.Cost };

    private static DateTimeOffset? Time(long? ms) => ms is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
