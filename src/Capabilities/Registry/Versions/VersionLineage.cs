using Cairn.Tracking;

namespace Cairn.Registry;

/// <summary>Where a version comes from, as far as the registry and its run tell.</summary>
/// <param name="Run">Its run in Tracking, with parameters and inputs; null when it has none.</param>
/// <param name="SameContent">Other versions, of any model, with the same digest.</param>
public sealed record VersionLineage(ModelVersionView Version, RunView? Run, IReadOnlyList<string> SameContent, IReadOnlyList<KeptEvaluation> Evaluations);

/// <summary>An evaluation of the version that was kept.</summary>
public sealed record KeptEvaluation(string DataDigest, DateTimeOffset At, Evaluation Result);
