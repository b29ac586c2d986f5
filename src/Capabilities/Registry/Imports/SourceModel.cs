using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>A registered model there.</summary>
/// <param name="Versions">By their numbers; one that was deleted there is read as null.</param>
internal sealed record SourceModel(string Name, string? Description, IReadOnlyList<RunTag> Tags, IReadOnlyList<(string Alias, long Version)> Aliases, IReadOnlyList<SourceItem<SourceVersion?>> Versions);
