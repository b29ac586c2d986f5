namespace Cairn.Data;

/// <summary>One gathering of one partition, newest first in lists. Times are domain time.</summary>
public sealed record Arrival
{
    public string RunId { get; init; } = "";
    public string Project { get; init; } = "";
    public string Source { get; init; } = "";
    public string Partition { get; init; } = "";
    public ArrivalState State { get; init; }

    /// <summary><c>schedule</c>, <c>data</c>, <c>manual</c> or <c>retry</c>.</summary>
    public string Trigger { get; init; } = "";
    public string SourceUri { get; init; } = "";
    public string? SourceDigest { get; init; }
    public long? Rows { get; init; }
    public string? VersionId { get; init; }
    public string? Reason { get; init; }
    public IReadOnlyList<RuleResult> Rules { get; init; } = [];
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Who released it from quarantine.</summary>
    public string? ReleasedBy { get; init; }
    public string? EventId { get; init; }
}
