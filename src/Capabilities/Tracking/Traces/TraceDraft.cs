namespace Cairn.Tracking.Traces;

/// <summary>What a client says of a trace as a whole. What it leaves out stays as it was.</summary>
internal sealed record TraceDraft(string Id, long Experiment)
{
    public string? State { get; init; }
    public long? RequestTime { get; init; }
    public long? EndTime { get; init; }
    public string? ClientRequestId { get; init; }
    public string? RequestPreview { get; init; }
    public string? ResponsePreview { get; init; }
    public IReadOnlyList<RunTag> Metadata { get; init; } = [];
    public IReadOnlyList<RunTag> Tags { get; init; } = [];
}
