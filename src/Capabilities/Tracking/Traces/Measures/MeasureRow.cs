namespace Cairn.Tracking.Traces.Measures;

/// <summary>What the tables say of a trace or an assessment.</summary>
internal sealed record MeasureRow
{
    public long At { get; init; }
    public long? Took { get; init; }

    /// <summary>JSON that holds the number: of tokens, or of an assessment.</summary>
    public string? Said { get; init; }
    public string? Name { get; init; }
    public string? State { get; init; }
}
