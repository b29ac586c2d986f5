namespace Cairn.Registry.Imports;

/// <summary>A run or a logged model with files.</summary>
internal sealed record SourceOwner(string Id, string ArtifactUri, bool IsRun, bool Deleted = false);
