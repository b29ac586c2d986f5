using Cairn.Platform.Sql;
using Cairn.Tracking.Search;
using Cairn.Tracking.Traces.Searching;

namespace Cairn.Tracking.Traces.Measures;

/// <summary>Rows of all traces within a time, one by one: what is measured is what there is.</summary>
internal sealed class MeasureStore
{
    public IEnumerable<MeasureRow> Traces(SqlSession s, MeasureAsk ask)
    {
        (string where, SearchSql clauses) = Where(s, ask);
        bool named = ask.Dimensions.Contains("trace_name"), tokens = !ask.Measure.Counts && ask.Measure.Name != "latency";
        string joins = (named ? Join("n", TraceKeys.Tag, TraceKeys.Name) : "") + (tokens ? Join("m", TraceKeys.Meta, TraceKeys.Tokens) : "");
        return s.Stream<MeasureRow>($"""
            select t.request_time as at, t.end_time - t.request_time as took, t.state{(named ? ", n.value as name" : "")}{(tokens ? ", m.value as said" : "")} from tracking_traces t{joins} where {where}
            """, clauses.Args);
    }

    /// <summary>Those that nothing overrides.</summary>
    public IEnumerable<MeasureRow> Assessments(SqlSession s, MeasureAsk ask)
    {
        (string where, SearchSql clauses) = Where(s, ask);
        string parts = string.Concat(ask.Filter.OfPart.Select(c => " and " + clauses.Compare(c.Key.Name == "type" ? "a.kind" : "a.name", c)));
        return s.Stream<MeasureRow>($"select a.created_at as at, a.name, a.body as said from tracking_traces t join tracking_assessments a on a.trace = t.num where {where} and a.valid{parts}", clauses.Args);
    }

    /// <summary>Blocks of spans, those of a trace one after the other in order of arrival.</summary>
    public IEnumerable<SpanRow> Spans(SqlSession s, MeasureAsk ask)
    {
        (string where, SearchSql clauses) = Where(s, ask);
        return s.Stream<SpanRow>($"select b.trace, b.spans from tracking_traces t join tracking_spans b on b.trace = t.num where {where} order by t.request_time desc, t.id, b.num", clauses.Args);
    }

    private static string Join(string alias, string kind, string key) => $" join tracking_trace_values {alias} on {alias}.trace = t.num and {alias}.kind = '{kind}' and {alias}.key = '{key}'";

    private static (string, SearchSql) Where(SqlSession s, MeasureAsk ask)
    {
        var clauses = new SearchSql(s.Engine);
        string where = $"t.experiment {(ask.Experiments.Count == 1 ? $"= {clauses.Add(ask.Experiments[0])}" : $"in {clauses.Add(ask.Experiments)}")}";
        if (ask.From is { } from) where += $" and t.request_time >= {clauses.Add(from)}";
        if (ask.To is { } to) where += $" and t.request_time <= {clauses.Add(to)}";
        return (where + string.Concat(ask.Filter.OfTrace.Select(c => " and " + TraceSearchSql.Clause(clauses, c))), clauses);
    }
}
