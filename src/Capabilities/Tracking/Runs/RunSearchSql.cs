using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>
/// The statements of a search for runs. Conditions on metrics, parameters and tags are looked up by the run's key, never by a scan of their
/// tables. An order by one metric walks that metric's index, the order of time that of time, so that the cost is that of the page; a page goes on
/// where the one before ended. Where few runs have a value of a parameter that is asked for, these are looked at instead.
/// </summary>
/// <param name="few">A value that few runs have; null where none is known.</param>
internal sealed class RunSearchSql(SqlEngine engine, IReadOnlyList<long> experiments, SearchQuery query, ParamValue? few = null)
{
    /// <summary>Of an order by one metric within one experiment; null of any other.</summary>
    public string? MetricKey => experiments.Count == 1 && query.OrderBy is [{ Key: { Entity: SearchEntity.Metric } key }] ? key.Name : null;

    /// <summary>Newest first.</summary>
    public bool ByTime => query.OrderBy is [] or [{ Descending: true, Key: { Entity: SearchEntity.Attribute, Name: "start_time" } }];

    /// <summary>Only runs with a number of the metric can be found.</summary>
    public bool NumbersAlone => Bounds().Length > 0;

    /// <summary>Any search: by the order asked for, missing values last; then newest first.</summary>
    public (string Sql, object Args) General(RunMark? after = null)
    {
        var clauses = new SearchSql(engine);
        string where = Few(clauses, "r.num") + Experiment(clauses) + Conditions(clauses) + (after?.Id.Length > 0 ? Later(clauses, after, bounded: true) : "");
        (string joins, string order) = Order(clauses);
        return ($"select r.* from {First}tracking_runs r {joins} where {where} order by {order} limit {query.Limit} offset {after?.Offset ?? 0}", clauses.Args);
    }

    /// <summary>By one metric, a part of them: those with a number in its order, then those with NaN, then those without, newest first.</summary>
    public (string Sql, object Args) Ranked(int part, RunMark? after)
    {
        var clauses = new SearchSql(engine);
        if (part == 2)
        {
            string missing = $"{Few(clauses, "r.num")}{Experiment(clauses)} and not exists (select 1 from tracking_latest o where o.run = r.num and o.key = {clauses.Add(MetricKey)})";
            return ($"""
                select r.* from {First}tracking_runs r where {missing}{Conditions(clauses)}{(after is null ? "" : Later(clauses, after, bounded: true))}
                order by r.start_time desc, r.id limit {query.Limit}
                """, clauses.Args);
        }
        SearchOrder order = query.OrderBy[0];
        string range = part == 0 ? string.Concat(Bounds().Select(c => " and " + clauses.Compare("o.value", c))) : "";
        if (after is not null) range += part == 0 ? Beyond(clauses, after, order.Descending) : Later(clauses, after, bounded: false);
        return ($"""
            select r.* from {First}tracking_latest o cross join tracking_runs r
            where {Few(clauses, "o.run")}o.experiment = {clauses.Add(experiments[0])} and o.key = {clauses.Add(MetricKey)} and o.is_nan = {(part == 1 ? "true" : "false")}{range} and r.num = o.run{Conditions(clauses)}
            order by {(part == 0 ? $"o.value {SearchSql.Direction(order)}, " : "")}r.start_time desc, r.id limit {query.Limit}
            """, clauses.Args);
    }

    // SQLite keeps the order of a cross join.
    private string First => few is null ? "" : "tracking_params p cross join ";

    private string Few(SearchSql clauses, string run) => few is null ? "" : $"p.key = {clauses.Add(few.Key)} and p.value = {clauses.Add(few.Value)} and {ParamValue.Short} and {run} = p.run and ";

    private Comparison[] Bounds() => [.. query.Filter?.Always.Where(c => c.Key == query.OrderBy[0].Key && (c.Operator is "=" or "<" or "<=" or ">" or ">=")) ?? []];

    private string Experiment(SearchSql clauses) => $"r.experiment {(experiments.Count == 1 ? $"= {clauses.Add(experiments[0])}" : $"in {clauses.Add(experiments)}")}";

    // The first condition is the one an index can begin at.
    private static string Later(SearchSql clauses, RunMark after, bool bounded)
    {
        string start = clauses.Add(after.Start), later = $"(r.start_time < {start} or (r.start_time = {start} and r.id > {clauses.Add(after.Id)}))";
        return bounded ? $" and r.start_time <= {start} and {later}" : $" and {later}";
    }

    private static string Beyond(SearchSql clauses, RunMark after, bool descending)
    {
        string value = clauses.Add(after.Value), sign = descending ? "<" : ">";
        return $" and o.value {sign}= {value} and (o.value {sign} {value} or (o.value = {value}{Later(clauses, after, bounded: false)}))";
    }

    private string Conditions(SearchSql clauses)
        => (query.Stage is null ? "" : $" and r.stage = {clauses.Add(query.Stage)}") + SearchSql.And(query.Filter, c => Clause(clauses, c));

    private static string Clause(SearchSql clauses, Comparison c) => c.Key.Entity switch
    {
        SearchEntity.Attribute => clauses.Compare("r." + c.Key.Name, c),
        SearchEntity.Metric => Metric(clauses, c),
        SearchEntity.Param => Text(clauses, c, "tracking_params"),
        SearchEntity.Tag => Text(clauses, c, "tracking_tags"),
        _ => Dataset(clauses, c),
    };

    // NaN equals nothing and is unequal to every number.
    private static string Metric(SearchSql clauses, Comparison c)
    {
        string row = $"select 1 from tracking_latest m where m.run = r.num and m.key = {clauses.Add(c.Key.Name)}";
        if (c.Operator is "IS NULL" or "IS NOT NULL") return Presence(c, row);
        string value = clauses.Compare("m.value", c);
        return $"exists ({row} and {(c.Operator is "!=" or "NOT IN" ? $"(m.is_nan or {value})" : $"not m.is_nan and {value}")})";
    }

    private static string Text(SearchSql clauses, Comparison c, string table)
    {
        string row = $"select 1 from {table} t where t.run = r.num and t.key = {clauses.Add(c.Key.Name)}";
        return c.Operator is "IS NULL" or "IS NOT NULL" ? Presence(c, row) : $"exists ({row} and {clauses.Compare("t.value", c)})";
    }

    private static string Presence(Comparison c, string row) => c.Operator == "IS NULL" ? $"not exists ({row})" : $"exists ({row})";

    private static string Dataset(SearchSql clauses, Comparison c)
    {
        const string rows = "select 1 from tracking_inputs i join tracking_datasets d on d.num = i.dataset where i.run = r.num and";
        return c.Key.Name switch
        {
            "name" or "digest" => $"exists ({rows} {clauses.Compare("d." + c.Key.Name, c)})",
            "context" => $"exists ({rows} {clauses.Compare("i.context", c)})",
            _ => throw MlflowException.Invalid("Invalid dataset key: valid keys are name, digest, context."),
        };
    }

    private (string Joins, string Order) Order(SearchSql clauses)
    {
        (string joins, var terms) = ("", new List<string>());
        for (int i = 0; i < query.OrderBy.Count; i++)
        {
            SearchKey key = query.OrderBy[i].Key;
            string direction = SearchSql.Direction(query.OrderBy[i]), alias = $"o{i}";
            string? table = key.Entity switch { SearchEntity.Metric => "tracking_latest", SearchEntity.Param => "tracking_params", SearchEntity.Tag => "tracking_tags", _ => null };
            if (key.Entity == SearchEntity.Dataset) throw MlflowException.Invalid("Runs cannot be ordered by datasets.");
            if (table is null)
            {
                // Of the attributes only this may be missing.
                if (key.Name == "end_time") terms.Add("case when r.end_time is null then 1 else 0 end");
                terms.Add($"r.{key.Name} {direction}");
                continue;
            }
            joins += $" left join {table} {alias} on {alias}.run = r.num and {alias}.key = {clauses.Add(key.Name)}";
            string nan = key.Entity == SearchEntity.Metric ? $" when {alias}.is_nan then 1" : "";
            terms.Add($"case when {alias}.run is null then 2{nan} else 0 end");
            terms.Add($"{alias}.value {direction}");
        }
        if (!query.OrderBy.Any(o => o.Key is { Entity: SearchEntity.Attribute, Name: "start_time" })) terms.Add("r.start_time desc");
        return (joins, string.Join(", ", terms.Append("r.id")));
    }
}
