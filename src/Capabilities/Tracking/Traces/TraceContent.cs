using Cairn.Tracking.Traces.Assessments;

namespace Cairn.Tracking.Traces;

/// <summary>What belongs to traces, by their numbers.</summary>
internal sealed record TraceContent(ILookup<long, TraceValue> Values, ILookup<long, AssessmentRow> Assessments, ILookup<long, TraceRun> Runs)
{
    public string? Value(long trace, string kind, string key) => Values[trace].FirstOrDefault(v => v.Kind == kind && v.Key == key)?.Value;
}
