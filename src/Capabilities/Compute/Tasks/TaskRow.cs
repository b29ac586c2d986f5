namespace Cairn.Compute.Tasks;

/// <summary>A task on record. Times are unix milliseconds of real time; <see cref="State"/> is <c>queued</c>, <c>running</c> or an outcome as a word.</summary>
internal sealed record TaskRow
{
    public string Key { get; init; } = "";
    public string Project { get; init; } = "";
    public string Target { get; init; } = "";
    public string Command { get; init; } = "";
    public string State { get; init; } = "";

    /// <summary>What the target calls it; for <c>local</c> the process number and its start in clock ticks.</summary>
    public string? Handle { get; init; }

    /// <summary>Its scratch directory.</summary>
    public string? Place { get; init; }

    /// <summary>Its log must be masked before anybody reads it.</summary>
    public bool Secret { get; init; }
    public long CreatedAt { get; init; }
    public long? StartedAt { get; init; }
    public long? FinishedAt { get; init; }
    public int? ExitCode { get; init; }
    public double? CpuSeconds { get; init; }
    public long? PeakMemory { get; init; }
    public double? Cost { get; init; }
    public string? Reason { get; init; }
}
