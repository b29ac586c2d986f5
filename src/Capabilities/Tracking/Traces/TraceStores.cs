using Cairn.Platform.Sql;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.Traces.Assessments;
using Cairn.Tracking.Traces.Searching;
using Cairn.Tracking.Traces.Spans;

namespace Cairn.Tracking.Traces;

/// <summary>The stores of traces, and what they hold together.</summary>
internal sealed record TraceStores(TraceStore Traces, SpanStore Spans, AssessmentStore Assessments, TraceSearchStore Search, ExperimentStore Experiments)
{
    private const int Chunk = 500;

    public TraceContent Content(SqlSession s, IReadOnlyList<TraceRow> rows)
    {
        long[][] chunks = [.. rows.Select(r => r.Num).Chunk(Chunk)];
        return new TraceContent(chunks.SelectMany(c => Traces.Values(s, c)).ToLookup(v => v.Trace), chunks.SelectMany(c => Assessments.Of(s, c)).ToLookup(a => a.Trace), chunks.SelectMany(c => Traces.Runs(s, c)).ToLookup(r => r.Trace));
    }

    public TraceRow Existing(SqlSession s, string id) => Traces.Find(s, id) ?? throw MlflowException.Missing($"Trace with ID '{KeyRules.Cut(id, 100)}' not found.");
}
