using Cairn.Tracking.Search;

namespace Cairn.Tracking.LoggedModels;

/// <summary>A search for logged models, understood.</summary>
/// <param name="Datasets">Metrics count only when measured on one of these; empty for all.</param>
internal sealed record LoggedModelQuery(
    IReadOnlyList<long> Experiments, Condition? Filter, IReadOnlyList<LoggedModelOrder> OrderBy, IReadOnlyList<DatasetName> Datasets, int Limit, int Offset);

/// <summary>By an attribute, or by a metric, perhaps on one dataset.</summary>
internal sealed record LoggedModelOrder(SearchKey Key, bool Descending, DatasetName? Dataset);

/// <param name="Digest">Null for any.</param>
internal sealed record DatasetName(string Name, string? Digest);
