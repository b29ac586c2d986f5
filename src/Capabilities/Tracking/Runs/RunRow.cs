namespace Cairn.Tracking.Runs;

/// <summary>A run as stored. <see cref="Num"/> is its place in the tables, <see cref="Id"/> what clients know it by.</summary>
internal sealed record RunRow
{
    public long Num { get; init; }
    public string Id { get; init; } = "";
    public long Experiment { get; init; }
    public string Name { get; init; } = "";
    public string UserId { get; init; } = "";
    public string Status { get; init; } = "RUNNING";

    /// <summary><c>active</c> or <c>deleted</c>.</summary>
    public string Stage { get; init; } = "active";

    /// <summary>Unix milliseconds, the client's.</summary>
    public long StartTime { get; init; }
    public long? EndTime { get; init; }
    public string ArtifactUri { get; init; } = "";

    /// <summary>The control plane runs it and writes its ledger events.</summary>
    public bool Managed { get; init; }

    /// <summary>Where it was brought in from; null for one that was made here.</summary>
    public string? Imported { get; init; }

    /// <summary>Id of its <c>run.started</c>.</summary>
    public string? Event { get; init; }

    public bool Ended => Status is "FINISHED" or "FAILED" or "KILLED";
}
