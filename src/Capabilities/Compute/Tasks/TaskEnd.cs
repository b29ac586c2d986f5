namespace Cairn.Compute.Tasks;

/// <summary>How a target says a task ended, before its outputs are looked at.</summary>
internal sealed record TaskEnd(ComputeOutcome Outcome, int ExitCode, double CpuSeconds, long PeakMemory, TimeSpan Duration, string? Reason)
{
    /// <summary>As in <see cref="ComputeResult.Opened"/>.</summary>
    public IReadOnlyList<string>? Opened { get; init; }

    /// <summary>As in <see cref="ComputeResult.Environment"/>.</summary>
    public string? Environment { get; init; }

    /// <summary>As in <see cref="ComputeResult.Drift"/>.</summary>
    public string? Drift { get; init; }

    /// <summary>It never ran.</summary>
    public static TaskEnd Unstarted(ComputeOutcome outcome, string reason) => new(outcome, -1, 0, 0, TimeSpan.Zero, reason);
}
