namespace Cairn.Maturity.Waiving;

/// <summary>A gap that people accept until a date: asked for by one, approved by another.</summary>
internal sealed record WaiverRow
{
    public const string Asked = "asked", Granted = "approved", Revoked = "revoked";

    public string Id { get; init; } = "";
    public string Project { get; init; } = "";
    public string Capability { get; init; } = "";
    public string Reason { get; init; } = "";
    public string AskedBy { get; init; } = "";
    public long AskedAt { get; init; }
    public long UntilAt { get; init; }
    public string? ApprovedBy { get; init; }

    /// <summary><c>asked</c>, <c>approved</c> or <c>revoked</c>.</summary>
    public string State { get; init; } = Asked;

    public string EventId { get; init; } = "";
}
