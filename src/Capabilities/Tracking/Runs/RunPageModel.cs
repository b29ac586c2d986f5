using Cairn.Tracking.Artifacts;
using Cairn.Tracking.LoggedModels;

namespace Cairn.Tracking.Runs;

/// <summary>What the page of a tracked run shows.</summary>
/// <param name="Logged">Models that it made.</param>
/// <param name="Traces">How many traces belong to it.</param>
public sealed record RunPageModel(RunCurvesModel Shown, OwnedFiles Files, IReadOnlyList<LoggedModelLine> Logged, long Traces);

/// <summary>Runs side by side with the points of the metrics they share.</summary>
/// <param name="View">How their curves are drawn.</param>
/// <param name="Scatter">The two columns that are drawn against each other, as <c>params.depth</c> and <c>metrics.auc</c>; null where nothing is chosen.</param>
public sealed record ComparePageModel(string Project, RunComparison Comparison, IReadOnlyDictionary<string, IReadOnlyList<(RunView Run, IReadOnlyList<RunMetric> Points)>> Histories, CurveView View, (string X, string Y)? Scatter)
{
    /// <summary>Parameters and metrics that differ among the runs, as axes.</summary>
    public IReadOnlyList<string> Axes => [.. Comparison.Differences.Where(d => d.Kind is "param" or "metric").OrderByDescending(d => d.Kind == "param").Select(d => $"{d.Kind}s.{d.Name}")];
}
