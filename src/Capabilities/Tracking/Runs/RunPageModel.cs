using Cairn.Tracking.Artifacts;

namespace Cairn.Tracking.Runs;

/// <summary>What the page of a tracked run shows.</summary>
/// <param name="Before">Runs of the same experiment that began before it, newest first.</param>
/// <param name="Traces">How many traces belong to it.</param>
/// <param name="Histories">Points of the metrics that have more than one, by key.</param>
public sealed record RunPageModel(string Project, RunView Run, IReadOnlyDictionary<string, IReadOnlyList<RunMetric>> Histories, IReadOnlyList<TrackedFile> Files, IReadOnlyList<RunView> Before, long Traces);

/// <summary>Runs side by side with the points of the metrics they share.</summary>
public sealed record ComparePageModel(string Project, RunComparison Comparison, IReadOnlyDictionary<string, IReadOnlyList<(RunView Run, IReadOnlyList<RunMetric> Points)>> Histories, bool All);
