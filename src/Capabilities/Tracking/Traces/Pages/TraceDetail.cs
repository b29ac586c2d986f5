namespace Cairn.Tracking;

/// <summary>A trace with all that is known of it.</summary>
/// <param name="Spans">From the root downwards.</param>
public sealed record TraceDetail(
    TraceView Trace, IReadOnlyDictionary<string, string> Tags, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<TraceOpinion> Assessments, IReadOnlyList<SpanView> Spans);
