namespace Cairn.Compute.Environments.Builds;

/// <summary>A file that a task may have built.</summary>
/// <param name="Laid">The build that was laid out for it; null when there was none.</param>
internal sealed record WantedBuild(CSharpFile File, BuildKey Key, KeptBuild? Laid);
