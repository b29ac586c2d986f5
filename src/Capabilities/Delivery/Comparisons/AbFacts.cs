using Cairn.Endpoints;

namespace Cairn.Delivery;

/// <summary>What was seen of both sides of a test. Requests that named the version themselves, or brought no key, are left out.</summary>
/// <param name="KeysA">Keys that A alone answered.</param>
/// <param name="Mixed">Keys that both answered.</param>
/// <param name="Outcomes">The first outcome told of each key, in the order told: whether B answered, and the metric, cut and scaled to 0 to 1.</param>
internal sealed record AbFacts(long KeysA, long KeysB, long Mixed, IReadOnlyList<(bool IsB, double Value)> Outcomes, IReadOnlyList<AbMetric> Metrics);
