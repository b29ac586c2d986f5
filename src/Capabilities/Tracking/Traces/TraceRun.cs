namespace Cairn.Tracking.Traces;

/// <summary>A trace belongs to a run: it was made within it, or somebody linked them.</summary>
internal sealed record TraceRun
{
    public long Trace { get; init; }
    public string Run { get; init; } = "";
}
