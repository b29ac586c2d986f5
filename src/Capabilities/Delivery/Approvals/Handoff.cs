namespace Cairn.Delivery;

/// <summary>A version offered by one person to a role, and the answer. <see cref="State"/> is <c>offered</c>, <c>accepted</c> or <c>refused</c>.</summary>
internal sealed record Handoff
{
    public string Id { get; init; } = "";
    public string Project { get; init; } = "";
    public string VersionId { get; init; } = "";
    public string ToRole { get; init; } = "";
    public string FromPerson { get; init; } = "";

    /// <summary>What the control plane found, space-separated: <c>model signature example limits</c>.</summary>
    public string Checklist { get; init; } = "";
    public string State { get; init; } = "offered";
    public string? AnsweredBy { get; init; }
    public string? Reason { get; init; }
    public long OfferedAt { get; init; }
    public long? AnsweredAt { get; init; }
    public string EventId { get; init; } = "";
}
