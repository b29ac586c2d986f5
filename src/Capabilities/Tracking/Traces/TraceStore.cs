using Cairn.Platform.Sql;

namespace Cairn.Tracking.Traces;

/// <summary>Traces with their tags, metadata and runs; their spans are in blocks of their own.</summary>
internal sealed class TraceStore
{
    private static readonly string[] Parts = ["tracking_trace_values", "tracking_trace_runs", "tracking_spans", "tracking_assessments"];

    public TraceRow? Find(SqlSession s, string id) => s.First<TraceRow>("select * from tracking_traces where id = @id", new { id });

    public IReadOnlyList<TraceRow> Find(SqlSession s, IReadOnlyList<string> ids) => s.Query<TraceRow>("select * from tracking_traces where id in @ids", new { ids });

    /// <summary>The new row's number; null when a trace has this id.</summary>
    public long? Insert(SqlSession s, TraceRow trace) => s.Scalar<long?>("""
        insert into tracking_traces (id, experiment, state, request_time, end_time, described, client_request_id, request_preview, response_preview)
        values (@Id, @Experiment, @State, @RequestTime, @EndTime, @Described, @ClientRequestId, @RequestPreview, @ResponsePreview) on conflict (id) do nothing returning num
        """, trace);

    public void Update(SqlSession s, TraceRow trace) => s.Execute("""
        update tracking_traces set state = @State, request_time = @RequestTime, end_time = @EndTime, described = @Described, client_request_id = @ClientRequestId,
        request_preview = @RequestPreview, response_preview = @ResponsePreview where num = @Num
        """, trace);

    /// <summary>Spans that widen a trace wait here for each other, so that none is forgotten.</summary>
    public TraceRow? Lock(SqlSession s, string id)
        => s.First<TraceRow>("select * from tracking_traces where id = @id" + (s.Engine == SqlEngine.Postgres ? " for update" : ""), new { id });

    public void SetValues(SqlSession s, long trace, string kind, IEnumerable<RunTag> values)
        => ManyRows.Insert(s, "insert into tracking_trace_values (trace, kind, key, value)", values.GroupBy(v => v.Key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (object?[])[trace, kind, g.Key, g.Last().Value]),
            "on conflict (trace, kind, key) do update set value = excluded.value");

    public bool DeleteValue(SqlSession s, long trace, string kind, string key)
        => s.Execute("delete from tracking_trace_values where trace = @trace and kind = @kind and key = @key", new { trace, kind, key }) > 0;

    public string? Value(SqlSession s, long trace, string kind, string key)
        => s.First<string>("select value from tracking_trace_values where trace = @trace and kind = @kind and key = @key", new { trace, kind, key });

    public IReadOnlyList<TraceValue> Values(SqlSession s, IReadOnlyList<long> traces)
        => s.Query<TraceValue>("select trace, kind, key, value from tracking_trace_values where trace in @traces order by key", new { traces });

    public void Link(SqlSession s, long trace, string run) => s.Execute("insert into tracking_trace_runs (trace, run) values (@trace, @run) on conflict (trace, run) do nothing", new { trace, run });

    public IReadOnlyList<TraceRun> Runs(SqlSession s, IReadOnlyList<long> traces) => s.Query<TraceRun>("select trace, run from tracking_trace_runs where trace in @traces order by run", new { traces });

    public long CountIn(SqlSession s, long experiment) => s.Scalar<long>("select count(*) from tracking_traces where experiment = @experiment", new { experiment });

    public long CountOf(SqlSession s, string run) => s.Scalar<long>("select count(*) from tracking_trace_runs where run = @run", new { run });

    /// <summary>Of an experiment, the oldest first.</summary>
    public IReadOnlyList<TraceRow> Oldest(SqlSession s, long experiment, long until, int most) => s.Query<TraceRow>(
        "select * from tracking_traces where experiment = @experiment and request_time <= @until order by request_time, id desc limit @most", new { experiment, until, most });

    public void Remove(SqlSession s, IReadOnlyList<long> traces)
    {
        foreach (string table in Parts) s.Execute($"delete from {table} where trace in @traces", new { traces });
        s.Execute("delete from tracking_traces where num in @traces", new { traces });
    }
}
