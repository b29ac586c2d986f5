namespace Cairn.Tracking.Traces;

/// <summary>A tag or a piece of metadata of a trace.</summary>
internal sealed record TraceValue
{
    public long Trace { get; init; }
    public string Kind { get; init; } = "";
    public string Key { get; init; } = "";
    public string Value { get; init; } = "";
}
