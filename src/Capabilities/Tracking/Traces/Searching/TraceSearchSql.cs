using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Traces.Searching;

/// <summary>
/// The statement of a search for traces: those that may match, by the order asked for. What SQL cannot decide (<see cref="IsSeen"/>: contents of
/// spans, regular expressions) is left open here and decided by <see cref="TraceFilter"/>.
/// </summary>
internal sealed class TraceSearchSql(SqlEngine engine, IReadOnlyList<long> experiments, SearchQuery query)
{
    /// <summary>Newest first, so that a page goes on where the one before ended.</summary>
    public bool ByTime => query.OrderBy is [] or [{ Descending: true, Key: { Entity: SearchEntity.Attribute, Name: "request_time" } }];

    /// <summary>Only seen when the trace is looked at.</summary>
    public static bool IsSeen(Comparison c) => c.Operator == "RLIKE" || c.Key is { Entity: SearchEntity.Span } or { Entity: SearchEntity.Attribute, Name: "text" or "prompt" };

    public (string Sql, object Args) Statement(TraceMark? after, int limit)
    {
        var clauses = new SearchSql(engine);
        string experiment = $"t.experiment {(experiments.Count == 1 ? $"= {clauses.Add(experiments[0])}" : $"in {clauses.Add(experiments)}")}";
        string where = experiment + SearchSql.And(query.Filter, c => Clause(clauses, c)) + (after is { IsOfTime: true } ? Later(clauses, after) : "");
        (string joins, string order) = Order(clauses);
        return ($"select t.* from tracking_traces t {joins} where {where} order by {order} limit {limit} offset {after?.Offset ?? 0}", clauses.Args);
    }

    private static string Later(SearchSql clauses, TraceMark after)
    {
        string start = clauses.Add(after.Time);
        return $" and t.request_time <= {start} and (t.request_time < {start} or (t.request_time = {start} and t.id > {clauses.Add(after.Id)}))";
    }

    public static string Clause(SearchSql clauses, Comparison c)
    {
        if (IsSeen(c)) return "1 = 1";
        return c.Key switch
        {
            { Entity: SearchEntity.Attribute, Name: "name" } => Value(clauses, c, TraceKeys.Tag, TraceKeys.Name),
            { Entity: SearchEntity.Attribute, Name: "run" } => $"exists (select 1 from tracking_trace_runs l where l.trace = t.num and {clauses.Compare("l.run", c)})",
            { Entity: SearchEntity.Attribute } => clauses.Compare(Column(c.Key.Name), c),
            { Entity: SearchEntity.Tag } => Value(clauses, c, TraceKeys.Tag, c.Key.Name),
            { Entity: SearchEntity.Metadata } => Value(clauses, c, TraceKeys.Meta, c.Key.Name),
            { Entity: SearchEntity.Issue } => $"exists (select 1 from tracking_assessments a where a.trace = t.num and a.kind = 'issue' and {clauses.Compare("a.name", c)})",
            _ => Assessment(clauses, c),
        };
    }

    private static string Value(SearchSql clauses, Comparison c, string kind, string key)
        => Presence(c, $"select 1 from tracking_trace_values v where v.trace = t.num and v.kind = '{kind}' and v.key = {clauses.Add(key)}", () => clauses.Compare("v.value", c));

    private static string Assessment(SearchSql clauses, Comparison c)
        => Presence(c, $"select 1 from tracking_assessments a where a.trace = t.num and a.kind = '{TraceFilter.KindOf(c.Key.Entity)}' and a.name = {clauses.Add(c.Key.Name)} and a.valid", () => $"a.value is not null and {clauses.Compare("a.value", c)}");

    private static string Presence(Comparison c, string row, Func<string> compare)
        => c.Operator switch { "IS NULL" => $"not exists ({row})", "IS NOT NULL" => $"exists ({row})", _ => $"exists ({row} and {compare()})" };

    private static string Column(string attribute) => attribute == "duration" ? "(t.end_time - t.request_time)" : "t." + attribute;

    private (string Joins, string Order) Order(SearchSql clauses)
    {
        (string joins, var terms) = ("", new List<string>());
        for (int i = 0; i < query.OrderBy.Count; i++)
        {
            SearchKey key = query.OrderBy[i].Key;
            (string kind, string name)? value = key switch
            {
                { Entity: SearchEntity.Tag } => (TraceKeys.Tag, key.Name),
                { Entity: SearchEntity.Metadata } => (TraceKeys.Meta, key.Name),
                { Entity: SearchEntity.Attribute, Name: "name" } => (TraceKeys.Tag, TraceKeys.Name),
                _ => null,
            };
            string column = value is null ? Column(key.Name) : $"o{i}.value";
            if (value is { } joined) joins += $" left join tracking_trace_values o{i} on o{i}.trace = t.num and o{i}.kind = '{joined.kind}' and o{i}.key = {clauses.Add(joined.name)}";
            else if (key.Entity != SearchEntity.Attribute || key.Name is "run" or "text" or "prompt") throw MlflowException.Invalid($"Traces cannot be ordered by '{KeyRules.Cut(key.Name, 50)}'.");
            // Missing values come last.
            if (value is not null || key.Name is "duration" or "end_time" or "client_request_id") terms.Add($"case when {column} is null then 1 else 0 end");
            terms.Add($"{column} {SearchSql.Direction(query.OrderBy[i])}");
        }
        if (!query.OrderBy.Any(o => o.Key is { Entity: SearchEntity.Attribute, Name: "request_time" })) terms.Add("t.request_time desc");
        return (joins, string.Join(", ", terms.Append("t.id")));
    }
}
