using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs.Searching;

/// <summary>Comparisons of one key that hold for every run found and that an index finds runs by: <c>d</c> has one row for each of these.</summary>
internal sealed record RunLookup(SearchKey Key, IReadOnlyList<Comparison> Comparisons)
{
    public string Table => Key.Entity switch { SearchEntity.Param => "tracking_params", SearchEntity.Tag => "tracking_tags", SearchEntity.Metric => "tracking_latest", _ => "tracking_runs" };

    public string Run => Key.Entity == SearchEntity.Attribute ? "d.num" : "d.run";

    /// <summary>Those of a search. What its order is walked by anyway is none.</summary>
    public static IReadOnlyList<RunLookup> Of(SearchQuery query)
    {
        SearchKey first = query.OrderBy.Count == 0 ? new SearchKey(SearchEntity.Attribute, "start_time") : query.OrderBy[0].Key;
        return [.. (query.Filter?.Always ?? []).Where(c => c.Key != first && IsIndexed(c)).GroupBy(c => c.Key).Select(g => new RunLookup(g.Key, [.. g]))];
    }

    /// <summary>The condition on <c>d</c>.</summary>
    public string Where(SearchSql clauses, IReadOnlyList<long> experiments, string? stage)
    {
        string values = string.Join(" and ", Comparisons.Select(c => clauses.Compare(Key.Entity == SearchEntity.Attribute ? "d." + Key.Name : "d.value", c)));
        return Key switch
        {
            { Entity: SearchEntity.Metric } => $"{RunClauseSql.Within(clauses, "d", experiments)} and d.key = {clauses.Add(Key.Name)} and d.is_nan = false and {values}",
            { Entity: SearchEntity.Attribute, Name: "id" } => values,
            { Entity: SearchEntity.Attribute, Name: "name" } => $"{RunClauseSql.Within(clauses, "d", experiments)} and {values}",
            { Entity: SearchEntity.Attribute } => $"{RunClauseSql.Within(clauses, "d", experiments)} and d.stage {(stage is null ? "in ('active', 'deleted')" : $"= {clauses.Add(stage)}")} and d.{Key.Name} is not null and {values}",
            _ => $"d.key = {clauses.Add(Key.Name)} and {values} and {ValueIndex.Holds(Table, "d")}",
        };
    }

    private static bool IsIndexed(Comparison c) => c.Key switch
    {
        { Entity: SearchEntity.Param } => IsShort(c),
        { Entity: SearchEntity.Tag, Name: var key } => ValueIndex.HasTag(key) && IsShort(c),
        { Entity: SearchEntity.Metric } or { Entity: SearchEntity.Attribute, Name: "start_time" or "end_time" } => c.Operator is "=" or "<" or "<=" or ">" or ">=" or "IN",
        { Entity: SearchEntity.Attribute, Name: "id" or "name" } => c.Operator is "=" or "IN",
        _ => false,
    };

    private static bool IsShort(Comparison c) => c switch
    {
        { Operator: "=", Value: string text } => text.Length <= ValueIndex.Most,
        { Operator: "IN", Value: IReadOnlyList<string> texts } => texts.All(t => t.Length <= ValueIndex.Most),
        _ => false,
    };
}
