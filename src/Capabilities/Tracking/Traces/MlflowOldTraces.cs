using System.Text.Json.Nodes;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.Traces;

/// <summary>MLflow's calls on traces as 2.x clients make them: begin, end, look up. Their spans are in a file among the artifacts.</summary>
internal sealed class MlflowOldTraces(IDatabase database, TraceService service, TraceStores stores)
{
    private static readonly string[] States = ["TRACE_STATUS_UNSPECIFIED", "OK", "ERROR", "IN_PROGRESS"];

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/traces", StartAsync);
        routes.Patch("/traces/{request_id}", EndAsync);
        routes.Get("/traces/{request_id}/info", r => database.ReadAsync<JsonObject?>(s => One(s, stores.Existing(s, Id(r))), r.Context.RequestAborted));
    }

    private Task<JsonObject?> StartAsync(MlflowRequest r)
    {
        var draft = new TraceDraft(Guid.NewGuid().ToString("N"), KeyRules.ExperimentId(r.Required("experiment_id")))
        {
            State = "IN_PROGRESS",
            RequestTime = TraceTimes.Checked(r.Long("timestamp_ms") ?? 0, "timestamp_ms"),
            Metadata = Pairs(r, "request_metadata", TraceKeys.MetaLength),
            Tags = Pairs(r, "tags", TraceKeys.ValueLength),
        };
        return service.WriteAsync<JsonObject?>(s => One(s, service.Describe(s, draft)), r.Context.RequestAborted);
    }

    private Task<JsonObject?> EndAsync(MlflowRequest r)
    {
        string? state = TraceDrafts.State(r.Text("status"), States, "status");
        long? end = r.Long("timestamp_ms") is { } at ? TraceTimes.Checked(at, "timestamp_ms") : null;
        RunTag[] metadata = Pairs(r, "request_metadata", TraceKeys.MetaLength), tags = Pairs(r, "tags", TraceKeys.ValueLength);
        return service.WriteAsync<JsonObject?>(s =>
        {
            TraceRow trace = stores.Existing(s, Id(r));
            trace = trace with { State = state is "TRACE_STATUS_UNSPECIFIED" ? "STATE_UNSPECIFIED" : state ?? trace.State, EndTime = end ?? trace.EndTime };
            stores.Traces.Update(s, trace);
            service.SetValues(s, trace, metadata, tags);
            return One(s, trace);
        }, r.Context.RequestAborted);
    }

    private JsonObject One(SqlSession s, TraceRow trace) => new() { ["trace_info"] = TraceMessages.V2(trace, stores.Content(s, [trace])) };

    private static string Id(MlflowRequest r) => (string)r.Context.Request.RouteValues["request_id"]!;

    private static RunTag[] Pairs(MlflowRequest r, string field, int length) => [.. r.Objects(field).Select(t => TraceDrafts.Tag(t.Text("key"), t.TextOr("value", ""), length))];
}
