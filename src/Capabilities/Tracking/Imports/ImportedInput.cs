namespace Cairn.Tracking;

/// <summary>A dataset that an imported run read.</summary>
public sealed record ImportedInput(string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile, IReadOnlyList<RunTag> Tags);
