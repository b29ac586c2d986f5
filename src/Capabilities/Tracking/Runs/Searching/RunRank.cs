using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs.Searching;

/// <summary>
/// The first term of an order, where an index holds it: <c>o</c> walks the runs that have a value, in its order. These are part 0 of the answer; those
/// with NaN are part 1, those without a value part 2.
/// </summary>
internal sealed record RunRank(SearchOrder Order, string Table, string Column)
{
    /// <summary>Null where no index has the order.</summary>
    public static RunRank? Of(SearchQuery query)
    {
        if (query.OrderBy is not [SearchOrder first, ..]) return null;
        return first.Key switch
        {
            { Entity: SearchEntity.Metric } => new RunRank(first, "tracking_latest", "value"),
            { Entity: SearchEntity.Param } => new RunRank(first, "tracking_params", "value"),
            { Entity: SearchEntity.Tag, Name: var key } when ValueIndex.HasTag(key) => new RunRank(first, "tracking_tags", "value"),
            { Entity: SearchEntity.Attribute, Name: "name" } => new RunRank(first, "tracking_runs", "name"),
            { Entity: SearchEntity.Attribute, Name: "start_time" or "end_time" } when query.Stage is not null => new RunRank(first, "tracking_runs", first.Key.Name),
            _ => null,
        };
    }

    public bool IsMetric => Table == "tracking_latest";

    /// <summary>A table whose index leaves out long values; it is of all experiments, where those of the others begin with the experiment.</summary>
    public bool IsText => Table is "tracking_params" or "tracking_tags";

    public string Run => Table == "tracking_runs" ? "o.num" : "o.run";

    /// <summary>The last part that can have runs.</summary>
    public int Last => Table == "tracking_runs" && Column != "end_time" ? 0 : 2;

    /// <summary>Metrics alone may be NaN.</summary>
    public bool Has(int part) => part != 1 || IsMetric;

    /// <summary>The condition on <c>o</c> for part 0, or part 1.</summary>
    public string Where(SearchSql clauses, IReadOnlyList<long> experiments, string? stage, int part) => this switch
    {
        { IsMetric: true } => $"{RunClauseSql.Within(clauses, "o", experiments)} and o.key = {clauses.Add(Order.Key.Name)} and o.is_nan = {(part == 1 ? "true" : "false")}",
        { IsText: true } => $"o.key = {clauses.Add(Order.Key.Name)} and {ValueIndex.Holds(Table, "o")}",
        { Column: "name" } => RunClauseSql.Within(clauses, "o", experiments),
        _ => $"{RunClauseSql.Within(clauses, "o", experiments)} and o.stage = {clauses.Add(stage)} and o.{Column} is not null",
    };

    /// <summary>The condition on <c>r</c> for part 2.</summary>
    public string Missing(SearchSql clauses)
        => Table == "tracking_runs" ? $"r.{Column} is null" : $"not exists (select 1 from {Table} o where o.run = r.num and o.key = {clauses.Add(Order.Key.Name)})";
}
