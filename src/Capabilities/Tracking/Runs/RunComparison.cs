namespace Cairn.Tracking;

/// <summary>Runs side by side.</summary>
/// <param name="Differences">Parameters, metrics and tags that are not the same in all.</param>
public sealed record RunComparison(IReadOnlyList<RunView> Runs, IReadOnlyList<RunDifference> Differences)
{
    internal static RunComparison Of(IReadOnlyList<RunView> runs) => new(runs,
    [
        .. Differing("param", runs, r => r.Params.ToDictionary(p => p.Key, p => (object?)p.Value)),
        .. Differing("metric", runs, r => r.Metrics.ToDictionary(m => m.Key, m => (object?)m.Value)),
        .. Differing("tag", runs, r => r.Tags.ToDictionary(t => t.Key, t => (object?)t.Value)),
    ]);

    private static IEnumerable<RunDifference> Differing(string kind, IReadOnlyList<RunView> runs, Func<RunView, Dictionary<string, object?>> values)
    {
        List<Dictionary<string, object?>> all = [.. runs.Select(values)];
        foreach (string name in all.SelectMany(v => v.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            List<object?> row = [.. all.Select(v => v.GetValueOrDefault(name))];
            if (row.Distinct().Count() > 1) yield return new RunDifference(kind, name, row);
        }
    }
}

/// <summary>A value of each run, in their order; null where a run has none.</summary>
public sealed record RunDifference(string Kind, string Name, IReadOnlyList<object?> Values);
