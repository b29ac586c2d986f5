namespace Cairn.Client;

/// <summary>A registered model.</summary>
/// <param name="Aliases">Version number by alias.</param>
public sealed record RegisteredModel(string Name, string? Description, IReadOnlyDictionary<string, long> Aliases);
