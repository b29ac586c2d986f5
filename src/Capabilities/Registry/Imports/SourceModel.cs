using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>A registered model there.</summary>
internal sealed record SourceModel(string Name, string? Description, IReadOnlyList<RunTag> Tags, IReadOnlyList<(string Alias, long Version)> Aliases, IReadOnlyList<SourceVersion> Versions);
