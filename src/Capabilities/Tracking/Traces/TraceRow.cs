namespace Cairn.Tracking.Traces;

/// <summary>A trace as it is stored. Times are unix milliseconds.</summary>
internal sealed record TraceRow
{
    public long Num { get; init; }
    public string Id { get; init; } = "";
    public long Experiment { get; init; }

    /// <summary><c>IN_PROGRESS</c>, <c>OK</c>, <c>ERROR</c> or <c>STATE_UNSPECIFIED</c>.</summary>
    public string State { get; init; } = "IN_PROGRESS";
    public long RequestTime { get; init; }

    /// <summary>Null while it goes on.</summary>
    public long? EndTime { get; init; }

    /// <summary>Whether a client described it; else it is known by its spans alone.</summary>
    public bool Described { get; init; }
    public string? ClientRequestId { get; init; }
    public string? RequestPreview { get; init; }
    public string? ResponsePreview { get; init; }

    public long? Duration => EndTime - RequestTime;
}
