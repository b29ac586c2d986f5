namespace Cairn.Endpoints;

/// <summary>What shadows said, row by row beside the answers of the same requests. Versions that were the shadow one after the other stand apart.</summary>
/// <param name="From">Domain time of the first request looked at.</param>
public sealed record ShadowComparison(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ShadowPairs> Versions);

/// <summary>One version's rows.</summary>
/// <param name="Pairs">Rows that both answered.</param>
/// <param name="Failed">Requests that the shadow failed on.</param>
/// <param name="MeanDifference">Mean of its score less the answer's; null without scores.</param>
/// <param name="MeanAbsolute">Mean of the distances of the scores.</param>
/// <param name="MostAbsolute">The largest of them.</param>
/// <param name="SameLabel">Share of rows with the same label; null where the model gives none.</param>
/// <param name="LatencyMs">Median of its own run, in milliseconds.</param>
public sealed record ShadowPairs(
    string VersionId, long Pairs, long Failed, double? MeanDifference, double? MeanAbsolute, double? MostAbsolute, double? SameLabel, double? LatencyMs);
