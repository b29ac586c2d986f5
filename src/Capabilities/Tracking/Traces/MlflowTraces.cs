using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Platform.Sql;
using Cairn.Tracking.Traces.Assessments;
using Cairn.Tracking.Traces.Spans;

namespace Cairn.Tracking.Traces;

/// <summary>MLflow's calls on traces of 3.x clients.</summary>
internal sealed class MlflowTraces(IDatabase database, TraceService service, TraceStores stores, TraceSpans spans, MlflowAssessments assessments)
{
    private const int MostAtOnce = 500;
    private static readonly string[] States = ["STATE_UNSPECIFIED", "OK", "ERROR", "IN_PROGRESS"];

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/traces", DescribeAsync);
        routes.Get("/traces/{trace_id}", r => InfoAsync(Id(r), r.Context.RequestAborted));
        routes.Written("GET", "/traces/get", GetAsync);
        routes.Written("GET", "/traces/batchGet", BatchAsync);
        routes.Query("/traces/batchGetInfos", r => InfosAsync(r.Texts("trace_ids"), r.Context.RequestAborted));
    }

    private static string Id(MlflowRequest r) => (string)r.Context.Request.RouteValues["trace_id"]!;

    private Task<JsonObject?> DescribeAsync(MlflowRequest r)
    {
        MlflowObject info = r.Whole().Object("trace")?.Object("trace_info") ?? throw MlflowException.Required("trace.trace_info");
        TraceDraft draft = TraceDrafts.Of(info, States);
        (JsonObject Message, string? Id)[] thoughts = [.. info.Objects("assessments").Select(a => (AssessmentDraft.Read(a.Element), a.Optional("assessment_id")))];
        return service.WriteAsync<JsonObject?>(s =>
        {
            TraceRow trace = service.Describe(s, draft);
            foreach ((JsonObject message, string? id) in thoughts)
                if (id is null || stores.Assessments.Find(s, trace.Num, id) is null) assessments.Add(s, trace, message, id is { Length: > 0 and <= 100 } ? id : null);
            return new JsonObject { ["trace"] = new JsonObject { ["trace_info"] = TraceMessages.V3(trace, stores.Content(s, [trace])) } };
        }, r.Context.RequestAborted);
    }

    private Task<JsonObject?> InfoAsync(string id, CancellationToken cancellation) => database.ReadAsync<JsonObject?>(s =>
    {
        TraceRow trace = stores.Existing(s, id);
        return new JsonObject { ["trace"] = new JsonObject { ["trace_info"] = TraceMessages.V3(trace, stores.Content(s, [trace])) } };
    }, cancellation);

    private Task<JsonObject?> InfosAsync(IReadOnlyList<string> ids, CancellationToken cancellation) => database.ReadAsync<JsonObject?>(s =>
    {
        IReadOnlyList<TraceRow> rows = Asked(s, ids);
        TraceContent content = stores.Content(s, rows);
        var answer = new JsonObject();
        answer.AddList("trace_infos", rows.Select(t => TraceMessages.V3(t, content)));
        return answer;
    }, cancellation);

    private async Task<Action<Utf8JsonWriter>> GetAsync(MlflowRequest r)
    {
        (TraceRow trace, JsonObject info) = await database.ReadAsync(s =>
        {
            TraceRow found = stores.Existing(s, r.Required("trace_id"));
            return (found, TraceMessages.V3(found, stores.Content(s, [found])));
        }, r.Context.RequestAborted);
        IReadOnlyList<Span> all = await spans.OfAsync(trace, r.Context.RequestAborted);
        return json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("trace");
            Write(json, info, all);
            json.WriteEndObject();
        };
    }

    /// <summary>Those that are there, in the order asked for.</summary>
    private async Task<Action<Utf8JsonWriter>> BatchAsync(MlflowRequest r)
    {
        (JsonObject Info, IReadOnlyList<Span> Spans)[] traces = await database.ReadAsync(s =>
        {
            IReadOnlyList<TraceRow> rows = Asked(s, r.Texts("trace_ids"));
            TraceContent content = stores.Content(s, rows);
            return rows.Select(t => (TraceMessages.V3(t, content), stores.Spans.Of(s, t.Num))).ToArray();
        }, r.Context.RequestAborted);
        return json =>
        {
            json.WriteStartObject();
            if (traces.Length > 0)
            {
                json.WriteStartArray("traces");
                foreach ((JsonObject info, IReadOnlyList<Span> all) in traces) Write(json, info, all);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        };
    }

    private IReadOnlyList<TraceRow> Asked(SqlSession s, IReadOnlyList<string> ids)
    {
        if (ids.Count is 0 or > MostAtOnce) throw MlflowException.Invalid($"'trace_ids' must name 1 to {MostAtOnce} traces.");
        Dictionary<string, TraceRow> found = stores.Traces.Find(s, ids).ToDictionary(t => t.Id, StringComparer.Ordinal);
        return [.. ids.Distinct(StringComparer.Ordinal).Where(found.ContainsKey).Select(i => found[i])];
    }

    private static void Write(Utf8JsonWriter json, JsonObject info, IReadOnlyList<Span> spans)
    {
        json.WriteStartObject();
        json.WritePropertyName("trace_info");
        info.WriteTo(json);
        if (spans.Count > 0)
        {
            json.WriteStartArray("spans");
            foreach (Span span in spans) span.Json.WriteTo(json);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
