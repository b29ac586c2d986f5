using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Platform.Sql;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.Traces;
using Cairn.Tracking.Traces.Assessments;
using Cairn.Tracking.Traces.Spans;

namespace Cairn.Tracking.Imports;

/// <summary>Brings traces in with their spans and assessments, in one piece each.</summary>
internal sealed class TraceImport(TraceStores stores)
{
    private static readonly string[] States = ["STATE_UNSPECIFIED", "OK", "ERROR", "IN_PROGRESS"];
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 512 };

    /// <inheritdoc cref="ITrackingImport.Trace"/>
    public ImportedTraceCounts? Trace(SqlSession s, Experiment home, ImportedTrace trace)
    {
        using JsonDocument document = Parsed(trace.Info);
        var info = new MlflowObject(document.RootElement, new FieldPlace(null, "trace_info"));
        TraceDraft draft = TraceDrafts.Of(info, States);
        IReadOnlyList<Span> spans = trace.Spans is null ? [] : Spans(trace.Spans);
        var row = new TraceRow
        {
            Id = draft.Id,
            Experiment = home.Id,
            State = draft.State ?? States[0],
            RequestTime = draft.RequestTime ?? 0,
            EndTime = draft.EndTime,
            Described = true,
            ClientRequestId = draft.ClientRequestId,
            RequestPreview = draft.RequestPreview,
            ResponsePreview = draft.ResponsePreview,
        };
        if (stores.Traces.Insert(s, row) is not { } num) return null;
        stores.Traces.SetValues(s, num, TraceKeys.Tag, [.. draft.Tags.Where(t => !TraceKeys.IsOurs(t.Key)), new RunTag(TraceKeys.Location, $"{home.ArtifactLocation}/traces/{draft.Id}/artifacts")]);
        stores.Traces.SetValues(s, num, TraceKeys.Meta, draft.Metadata);
        foreach (RunTag run in draft.Metadata.Where(m => m.Key == TraceKeys.Run && m.Value.Length > 0)) stores.Traces.Link(s, num, run.Value);
        Add(s, num, spans);
        return new ImportedTraceCounts(spans.Count, info.Objects("assessments").Count(a => Assess(s, row with { Num = num }, a)));
    }

    /// <inheritdoc cref="ITrackingImport.Spans"/>
    public int? Spans(SqlSession s, string trace, string said)
    {
        if (stores.Traces.Lock(s, trace) is not { } row || stores.Spans.Of(s, row.Num).Count > 0) return null;
        IReadOnlyList<Span> spans = Spans(said);
        Add(s, row.Num, spans);
        return spans.Count;
    }

    private void Add(SqlSession s, long trace, IReadOnlyList<Span> spans)
    {
        if (spans.Count == 0) return;
        stores.Traces.SetValues(s, trace, TraceKeys.Tag, [new RunTag(TraceKeys.SpansLocation, TraceKeys.InStore)]);
        stores.Spans.Append(s, trace, spans);
    }

    private bool Assess(SqlSession s, TraceRow trace, MlflowObject said)
    {
        JsonObject message = AssessmentDraft.Read(said.Element);
        long at = TraceTimes.Instant(said.Optional("create_time"), "assessment.create_time") ?? trace.RequestTime;
        AssessmentRow row = AssessmentDraft.Row(message, KeyRules.RunId(said.Text("assessment_id")), trace, at);
        return stores.Assessments.Put(s, row with { Valid = said.Flag("valid") ?? true });
    }

    private static IReadOnlyList<Span> Spans(string said)
    {
        using JsonDocument document = Parsed(said);
        if (document.RootElement.ValueKind == JsonValueKind.Array) return Span.Of(OtlpJson.Served(document.RootElement));
        return SpanFile.Read(document) ?? throw MlflowException.Invalid("The spans of the trace are in no form that is known.");
    }

    private static JsonDocument Parsed(string json)
    {
        try
        {
            return JsonDocument.Parse(json, Limits);
        }
        catch (JsonException)
        {
            throw MlflowException.Invalid("The trace or its spans are no JSON.");
        }
    }
}
