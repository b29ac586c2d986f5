namespace Cairn.Data.Changes;

/// <summary>What somebody said for a role; a later answer takes its place.</summary>
internal sealed record ContractAnswer
{
    public const string Given = "given", Refused = "refused";

    public string ChangeId { get; init; } = "";
    public string Role { get; init; } = "";
    public string Answer { get; init; } = "";
    public string Person { get; init; } = "";
    public string? Reason { get; init; }
    public long AnsweredAt { get; init; }
    public string EventId { get; init; } = "";
}
