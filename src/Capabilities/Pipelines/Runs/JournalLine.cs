namespace Cairn.Pipelines.Runs;

/// <summary>One transition of a run (<see cref="Step"/> null) or of a step.</summary>
public sealed record JournalLine
{
    public long Seq { get; init; }
    public string? Step { get; init; }
    public string FromState { get; init; } = "";
    public string ToState { get; init; } = "";
    public string? Cause { get; init; }
    public long At { get; init; }
}
