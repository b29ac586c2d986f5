using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>Finds runs by filter and order. Conditions on metrics, parameters and tags are looked up by the run's key, never by a scan of their tables.</summary>
internal sealed class RunSearchStore
{
    public static SearchGrammar Grammar { get; } = SearchGrammar.Of(
        "run_id=id run_uuid=id run_name=name run+name=name Run+name=name name status user_id artifact_uri",
        "start_time created=start_time Created=start_time end_time", "id", SearchEntity.Metric, SearchEntity.Param, SearchEntity.Tag, SearchEntity.Dataset);

    /// <summary>By the order asked for, missing values last; then newest first.</summary>
    public IReadOnlyList<RunRow> Search(SqlSession s, IReadOnlyList<long> experiments, SearchQuery query)
    {
        var clauses = new SearchSql(s.Engine);
        string where = string.Join("", query.Filter.Select(c => " and " + Clause(clauses, c)));
        if (query.Stage is not null) where += $" and r.stage = {clauses.Add(query.Stage)}";
        (string joins, string order) = Order(clauses, query.OrderBy);
        return s.Query<RunRow>($"""
            select r.* from tracking_runs r {joins} where r.experiment in {clauses.Add(experiments)}{where}
            order by {order}r.start_time desc, r.id limit {query.Limit} offset {query.Offset}
            """, clauses.Args);
    }

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
        string value = clauses.Compare("m.value", c);
        return $"exists (select 1 from tracking_latest m where m.run = r.num and m.key = {clauses.Add(c.Key.Name)} and {(c.Operator == "!=" ? $"(m.is_nan or {value})" : $"not m.is_nan and {value}")})";
    }

    private static string Text(SearchSql clauses, Comparison c, string table)
    {
        string row = $"select 1 from {table} t where t.run = r.num and t.key = {clauses.Add(c.Key.Name)}";
        return c.Operator switch
        {
            "IS NULL" => $"not exists ({row})",
            "IS NOT NULL" => $"exists ({row})",
            _ => $"exists ({row} and {clauses.Compare("t.value", c)})",
        };
    }

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

    private static (string Joins, string Order) Order(SearchSql clauses, IReadOnlyList<SearchOrder> orders)
    {
        (string joins, string order) = ("", "");
        for (int i = 0; i < orders.Count; i++)
        {
            SearchKey key = orders[i].Key;
            string direction = SearchSql.Direction(orders[i]), alias = $"o{i}";
            string? table = key.Entity switch { SearchEntity.Metric => "tracking_latest", SearchEntity.Param => "tracking_params", SearchEntity.Tag => "tracking_tags", _ => null };
            if (key.Entity == SearchEntity.Dataset) throw MlflowException.Invalid("Runs cannot be ordered by datasets.");
            if (table is null)
            {
                order += $"case when r.{key.Name} is null then 1 else 0 end, r.{key.Name} {direction}, ";
                continue;
            }
            joins += $" left join {table} {alias} on {alias}.run = r.num and {alias}.key = {clauses.Add(key.Name)}";
            string nan = key.Entity == SearchEntity.Metric ? $" when {alias}.is_nan then 1" : "";
            order += $"case when {alias}.run is null then 2{nan} else 0 end, {alias}.value {direction}, ";
        }
        return (joins, order);
    }
}
