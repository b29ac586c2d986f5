namespace Cairn.Monitoring;

/// <summary>A tracked problem.</summary>
public sealed record Incident
{
    public string Id { get; init; } = "";
    public string Project { get; init; } = "";

    /// <summary>From 1 in the project, shown as <c>INC-7</c>.</summary>
    public long Number { get; init; }

    /// <summary><c>breach</c>, <c>failure</c>, <c>violation</c> or <c>insight</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Id of the alert, run or version it is about.</summary>
    public string About { get; init; } = "";

    /// <summary>The same for the same problem, so that it is not opened twice.</summary>
    public string Fingerprint { get; init; } = "";
    public string Title { get; init; } = "";

    /// <summary><c>open</c>, <c>acknowledged</c> or <c>closed</c>.</summary>
    public string State { get; init; } = "";
    public string? Fix { get; init; }
    public string? Guard { get; init; }
    public string? Note { get; init; }
    public long OpenedAt { get; init; }
    public long? ClosedAt { get; init; }
    public string Event { get; init; } = "";
}
