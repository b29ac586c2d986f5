using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs.Searching;

/// <summary>
/// Conditions on the run <c>r</c>: those on metrics, parameters and tags are looked up by its number, never by a scan of their tables. Who walks another table first
/// gives the number as that has it: what does not match is left before its run is looked up.
/// </summary>
internal static class RunClauseSql
{
    public static string Within(SearchSql clauses, string alias, IReadOnlyList<long> experiments)
        => $"{alias}.experiment {(experiments.Count == 1 ? $"= {clauses.Add(experiments[0])}" : $"in {clauses.Add(experiments)}")}";

    public static string Of(SearchSql clauses, Comparison c, string run) => c.Key.Entity switch
    {
        SearchEntity.Attribute => clauses.Compare("r." + c.Key.Name, c),
        SearchEntity.Metric => Metric(clauses, c, run),
        SearchEntity.Param => Text(clauses, c, "tracking_params", run),
        SearchEntity.Tag => Text(clauses, c, "tracking_tags", run),
        _ => Dataset(clauses, c, run),
    };

    // NaN equals nothing and is unequal to every number.
    private static string Metric(SearchSql clauses, Comparison c, string run)
    {
        string row = $"select 1 from tracking_latest m where m.run = {run} and m.key = {clauses.Add(c.Key.Name)}";
        if (c.Operator is "IS NULL" or "IS NOT NULL") return Presence(c, row);
        string value = clauses.Compare("m.value", c);
        return $"exists ({row} and {(c.Operator is "!=" or "NOT IN" ? $"(m.is_nan or {value})" : $"not m.is_nan and {value}")})";
    }

    private static string Text(SearchSql clauses, Comparison c, string table, string run)
    {
        string row = $"select 1 from {table} t where t.run = {run} and t.key = {clauses.Add(c.Key.Name)}";
        return c.Operator is "IS NULL" or "IS NOT NULL" ? Presence(c, row) : $"exists ({row} and {clauses.Compare("t.value", c)})";
    }

    private static string Presence(Comparison c, string row) => c.Operator == "IS NULL" ? $"not exists ({row})" : $"exists ({row})";

    private static string Dataset(SearchSql clauses, Comparison c, string run)
    {
        string rows = $"select 1 from tracking_inputs i join tracking_datasets s on s.num = i.dataset where i.run = {run} and";
        return c.Key.Name switch
        {
            "name" or "digest" => $"exists ({rows} {clauses.Compare("s." + c.Key.Name, c)})",
            "context" => $"exists ({rows} {clauses.Compare("i.context", c)})",
            _ => throw MlflowException.Invalid("Invalid dataset key: valid keys are name, digest, context."),
        };
    }
}
