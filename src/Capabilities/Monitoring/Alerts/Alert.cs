namespace Cairn.Monitoring;

/// <summary>A breach that lasts from the window that found it to the first that does not.</summary>
public sealed record Alert
{
    public string Id { get; init; } = "";
    public string Project { get; init; } = "";
    public string Monitor { get; init; } = "";
    public string Endpoint { get; init; } = "";
    public string Kind { get; init; } = "";

    /// <summary><c>open</c> or <c>closed</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>JSON of the breached measures when it opened.</summary>
    public string Measures { get; init; } = "[]";
    public string WindowId { get; init; } = "";
    public long OpenedAt { get; init; }
    public long? ClosedAt { get; init; }
    public string Event { get; init; } = "";
}
