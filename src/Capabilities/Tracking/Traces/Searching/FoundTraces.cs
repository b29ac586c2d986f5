
namespace Cairn.Tracking.Traces.Searching;

/// <summary>A page of traces with what belongs to them, and where the next begins; null when this is the last.</summary>
internal sealed record FoundTraces(IReadOnlyList<TraceRow> Traces, TraceContent Content, TraceMark? Next);
