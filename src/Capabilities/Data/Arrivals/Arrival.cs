using Cairn.Contracts.DataContracts;

namespace Cairn.Data;

/// <summary>One gathering of one partition. Times are domain time.</summary>
public sealed record Arrival
{
    /// <summary><c>ing-…</c>, subject of its <c>run.started</c> and <c>run.finished</c>.</summary>
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

    /// <summary><c>missing</c>, <c>unreadable</c>, <c>contract</c>, <c>unusable</c>, <c>cancelled</c> or <c>internal</c>; null when nothing is wrong.</summary>
    public string? Failure { get; init; }

    /// <summary>What is wrong, in words without values of the data.</summary>
    public string? Reason { get; init; }

    /// <summary>Every rule of the contract as found.</summary>
    public IReadOnlyList<RuleResult> Rules { get; init; } = [];
    public DateTimeOffset? NewestEventAt { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Who released it from quarantine.</summary>
    public string? ReleasedBy { get; init; }

    /// <summary>A later gathering of the same partition that took the place of this one, which was in quarantine; null while it waits there.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>Its <c>run.finished</c>.</summary>
    public string? EventId { get; init; }
}
