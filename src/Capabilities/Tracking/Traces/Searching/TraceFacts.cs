using Cairn.Tracking.Traces.Assessments;
using Cairn.Tracking.Traces.Spans;

namespace Cairn.Tracking.Traces.Searching;

/// <summary>What a filter may ask of one trace; its spans are read when it first asks for them.</summary>
internal sealed class TraceFacts(TraceRow trace, TraceContent content, Func<IReadOnlyList<Span>> spans)
{
    private IReadOnlyList<Span>? _spans;

    public TraceRow Trace => trace;

    public IReadOnlyList<Span> Spans => _spans ??= spans();

    public IEnumerable<AssessmentRow> Assessments => content.Assessments[trace.Num];

    public IEnumerable<string> Runs => content.Runs[trace.Num].Select(r => r.Run);

    public IEnumerable<string?> Values(string kind, string key) => content.Values[trace.Num].Where(v => v.Kind == kind && v.Key == key).Select(v => v.Value);
}
