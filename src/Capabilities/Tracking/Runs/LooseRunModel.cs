using Cairn.Tracking.Artifacts;

namespace Cairn.Tracking.Runs;

/// <summary>What the page of a run of no project shows.</summary>
/// <param name="Files">The first ones by path.</param>
/// <param name="MoreFiles">There are others.</param>
/// <param name="Traces">How many traces belong to it.</param>
public sealed record LooseRunModel(RunCurvesModel Shown, IReadOnlyList<TrackedFile> Files, bool MoreFiles, long Traces);
