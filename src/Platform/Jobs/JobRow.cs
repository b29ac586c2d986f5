namespace Cairn.Platform.Jobs;

/// <summary>A stored job. <see cref="State"/> is <c>queued</c>, <c>running</c>, <c>done</c> or <c>failed</c>; times are unix milliseconds of real time.</summary>
public sealed record JobRow
{
    public string Id { get; init; } = "";
    public string Key { get; init; } = "";
    public string Kind { get; init; } = "";
    public string? Project { get; init; }
    public string Payload { get; init; } = "";
    public string State { get; init; } = "";
    public int Attempts { get; init; }
    public long CreatedAt { get; init; }
    public long? FinishedAt { get; init; }
    public string? Failure { get; init; }
}
