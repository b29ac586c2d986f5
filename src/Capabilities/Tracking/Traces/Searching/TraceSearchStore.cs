using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Traces.Searching;

/// <summary>Finds traces by filter and order; of equal ones the newest first.</summary>
internal sealed class TraceSearchStore
{
    public static SearchGrammar Grammar { get; } = SearchGrammar.Of(
        "request_id=id trace_id=id client_request_id status=state state name trace_name=name run_id=run prompt text",
        "timestamp=request_time timestamp_ms=request_time request_time execution_time=duration execution_time_ms=duration execution_duration=duration end_time end_time_ms=end_time",
        SearchEntity.Tag, SearchEntity.Metadata, SearchEntity.Span, SearchEntity.Feedback, SearchEntity.Expectation, SearchEntity.Issue) with
    { Patterns = true };

    /// <summary>The traces that may match, in order, from a mark on, each with the mark after it.</summary>
    public IReadOnlyList<(TraceRow Trace, TraceMark Mark)> Candidates(SqlSession s, IReadOnlyList<long> experiments, SearchQuery query, TraceMark? after, int count)
    {
        if (experiments.Count == 0) return [];
        var search = new TraceSearchSql(s.Engine, experiments, query);
        if (after is not null && after.IsOfTime != search.ByTime) throw PageToken.Strange();
        (string sql, object args) = search.Statement(after, count);
        int offset = after?.Offset ?? 0;
        return [.. s.Query<TraceRow>(sql, args).Select((t, i) => (t, search.ByTime ? new TraceMark(t.RequestTime, t.Id) : new TraceMark(Offset: offset + i + 1)))];
    }
}
