namespace Cairn.Compute.Environments.Builds;

/// <summary>What is known of a build that is kept.</summary>
/// <param name="Root">Scratch of the task that built it, which its files name.</param>
/// <param name="Mark"><see cref="CSharpFile.Mark"/> of then.</param>
/// <param name="Files">Path in the SDK's folder -> digest.</param>
/// <param name="Opened">What of its tree that task opened; null when that was not seen.</param>
internal sealed record KeptBuild(string Root, string Mark, long Bytes, IReadOnlyDictionary<string, string> Files, IReadOnlyList<string>? Opened);
