using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.LoggedModels;

/// <summary>Finds logged models by filter and order, missing values last; of equal ones the newest first.</summary>
internal sealed class LoggedModelSearchStore
{
    private const string StatusPrefix = "LOGGED_MODEL_";

    public static SearchGrammar Grammar { get; } = SearchGrammar.Of(
        "name model_id=id model_type source_run_id status experiment_id=experiment",
        "creation_timestamp=created_at creation_timestamp_ms=created_at creation_time=created_at last_updated_timestamp=updated_at last_updated_timestamp_ms=updated_at",
        SearchEntity.Metric, SearchEntity.Param, SearchEntity.Tag);

    public IReadOnlyList<LoggedModelRow> Search(SqlSession s, LoggedModelQuery query)
    {
        var clauses = new SearchSql(s.Engine);
        string where = SearchSql.And(query.Filter, c => Clause(clauses, query, c));
        string columns = string.Concat(query.OrderBy.Select((o, i) => $", {Value(clauses, o)} as o{i}"));
        string order = string.Concat(query.OrderBy.Select((o, i) => $"case when o{i} is null then 1 else 0 end, o{i} {(o.Descending ? "desc" : "asc")}, "));
        return s.Query<LoggedModelRow>($"""
            select * from (select m.*{columns} from tracking_models m where m.experiment in {clauses.Add(query.Experiments)} and not m.deleted{where}) found
            order by {order}created_at desc, id limit {query.Limit} offset {query.Offset}
            """, clauses.Args);
    }

    private static string Clause(SearchSql clauses, LoggedModelQuery query, Comparison c)
    {
        if (c.Key.Entity == SearchEntity.Attribute) return clauses.Compare(Column(c.Key), c.Key.Name == "status" ? c with { Value = Whole(c.Value) } : c);
        string row = c.Key.Entity == SearchEntity.Metric
            ? $"select 1 from tracking_model_metrics v where v.model = m.id and v.key = {clauses.Add(c.Key.Name)}{On(clauses, query.Datasets)}"
            : $"select 1 from tracking_model_values v where v.model = m.id and v.kind = '{(c.Key.Entity == SearchEntity.Tag ? LoggedModelStore.Tags : LoggedModelStore.Params)}' and v.key = {clauses.Add(c.Key.Name)}";
        return c.Operator switch
        {
            "IS NULL" => $"not exists ({row})",
            "IS NOT NULL" => $"exists ({row})",
            _ when c.Key.Entity != SearchEntity.Metric => $"exists ({row} and {clauses.Compare("v.value", c)})",
            "!=" or "NOT IN" => $"exists ({row} and (v.is_nan or {clauses.Compare("v.value", c)}))",
            _ => $"exists ({row} and not v.is_nan and {clauses.Compare("v.value", c)})",
        };
    }

    // The latest number of a metric; NaN counts as missing.
    private static string Value(SearchSql clauses, LoggedModelOrder order) => order.Key.Entity == SearchEntity.Attribute ? Column(order.Key) : $"""
        (select v.value from tracking_model_metrics v where v.model = m.id and v.key = {clauses.Add(order.Key.Name)} and not v.is_nan{(order.Dataset is null ? "" : On(clauses, [order.Dataset]))}
         order by v.timestamp desc, v.step desc limit 1)
        """;

    private static string On(SearchSql clauses, IReadOnlyList<DatasetName> datasets) => datasets.Count == 0 ? ""
        : $" and ({string.Join(" or ", datasets.Select(d => $"(v.dataset_name = {clauses.Add(d.Name)}{(d.Digest is null ? "" : $" and v.dataset_digest = {clauses.Add(d.Digest)}")})"))})";

    private static string Column(SearchKey key) => key.Name == "experiment" ? "cast(m.experiment as text)" : "m." + key.Name;

    // Clients say READY or LOGGED_MODEL_READY.
    private static object? Whole(object? value) => value switch
    {
        string text => text.StartsWith(StatusPrefix, StringComparison.Ordinal) || text.Contains('%', StringComparison.Ordinal) ? text : StatusPrefix + text,
        List<string> list => list.ConvertAll(t => (string)Whole(t)!),
        _ => value,
    };
}
