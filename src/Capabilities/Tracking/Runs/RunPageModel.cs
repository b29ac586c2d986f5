using Cairn.Tracking.Artifacts;

namespace Cairn.Tracking.Runs;

/// <summary>What the page of a tracked run shows.</summary>
/// <param name="Before">Runs of the same experiment that began before it, newest first.</param>
/// <param name="Traces">How many traces belong to it.</param>
/// <param name="Histories">Points of the metrics that have more than one, by key.</param>
public sealed record RunPageModel(string Project, RunView Run, IReadOnlyDictionary<string, IReadOnlyList<RunMetric>> Histories, IReadOnlyList<TrackedFile> Files, IReadOnlyList<RunView> Before, long Traces)
{
    /// <summary>The value of a metric in the run before; null where it has none.</summary>
    public double? Earlier(string key) => Before.Count > 0 && Before[0].Metrics.TryGetValue(key, out double v) ? v : null;
}

/// <summary>Runs side by side with the points of the metrics they share.</summary>
/// <param name="View">How their curves are drawn.</param>
/// <param name="Scatter">The two columns that are drawn against each other, as <c>params.depth</c> and <c>metrics.auc</c>; null where nothing is chosen.</param>
public sealed record ComparePageModel(string Project, RunComparison Comparison, IReadOnlyDictionary<string, IReadOnlyList<(RunView Run, IReadOnlyList<RunMetric> Points)>> Histories, CurveView View, (string X, string Y)? Scatter)
{
    /// <summary>Parameters and metrics that differ among the runs, as axes.</summary>
    public IReadOnlyList<string> Axes => [.. Comparison.Differences.Where(d => d.Kind is "param" or "metric").OrderByDescending(d => d.Kind == "param").Select(d => $"{d.Kind}s.{d.Name}")];
}
