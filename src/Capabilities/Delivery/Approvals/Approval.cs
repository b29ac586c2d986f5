namespace Cairn.Delivery;

/// <summary>A stored answer. <see cref="Answer"/> is <c>given</c> or <c>refused</c>; <see cref="At"/> domain time in unix milliseconds.</summary>
internal sealed record Approval
{
    public const string Given = "given", Refused = "refused";

    public string Id { get; init; } = "";
    public string Project { get; init; } = "";

    /// <summary><c>release</c>, <c>version</c>, <c>waiver</c> or <c>marker</c>.</summary>
    public string Kind { get; init; } = "";
    public string SubjectId { get; init; } = "";
    public string AsRole { get; init; } = "";
    public string Person { get; init; } = "";
    public string Answer { get; init; } = "";
    public string? Reason { get; init; }
    public long At { get; init; }
    public string EventId { get; init; } = "";
}
