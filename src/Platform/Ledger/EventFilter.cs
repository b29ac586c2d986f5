namespace Cairn.Platform.Ledger;

/// <summary>Which sealed events are wanted; null means all.</summary>
public sealed record EventFilter
{
    public string? Project { get; init; }

    /// <summary>A whole type (<c>run.finished</c>) or a noun (<c>run</c>).</summary>
    public string? Type { get; init; }

    public string? SubjectId { get; init; }

    /// <summary>Only events of the whole installation, which name no project.</summary>
    public bool Installation { get; init; }
}
