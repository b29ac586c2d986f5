namespace Cairn.Tracking.Search;

/// <summary>What a key in a filter is a key of.</summary>
public enum SearchEntity
{
    Attribute,
    Metric,
    Param,
    Tag,
    Dataset,
    Metadata,
    Span,
    Feedback,
    Expectation,
    Issue,
}

/// <summary>A key in a filter or an order: <c>metrics.`val loss`</c>.</summary>
public sealed record SearchKey(SearchEntity Entity, string Name);

/// <summary>One comparison of a filter.</summary>
/// <param name="Operator">Upper case: <c>= != &lt; &lt;= &gt; &gt;= LIKE ILIKE RLIKE IN</c>, <c>NOT IN</c>, <c>IS NULL</c>, <c>IS NOT NULL</c>.</param>
/// <param name="Value">A double, a text, a list of either, or null.</param>
public sealed record Comparison(SearchKey Key, string Operator, object? Value) : Condition;

public sealed record SearchOrder(SearchKey Key, bool Descending);

/// <summary>A search, understood. <paramref name="Stage"/> is <c>active</c>, <c>deleted</c>, or null for both; without a <paramref name="Filter"/> all are found.</summary>
public sealed record SearchQuery(string? Stage, Condition? Filter, IReadOnlyList<SearchOrder> OrderBy, int Limit, int Offset);
