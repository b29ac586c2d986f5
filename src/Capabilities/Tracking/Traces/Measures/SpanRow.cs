namespace Cairn.Tracking.Traces.Measures;

/// <summary>A block of spans of a trace.</summary>
internal sealed record SpanRow
{
    public long Trace { get; init; }
    public byte[] Spans { get; init; } = [];
}
