namespace Cairn.Client;

/// <summary>One version of a registered model; its content never changes.</summary>
/// <param name="Number">From 1; the number of a deleted version is not given again.</param>
/// <param name="Source">Where its files lie, e.g. <c>runs:/…/model</c>.</param>
/// <param name="RunId">The run that made it; null when it is not known.</param>
public sealed record ModelVersion(
    string Model, long Number, string Source, string? RunId, string? Description, DateTimeOffset RegisteredAt,
    IReadOnlyList<string> Aliases, IReadOnlyDictionary<string, string> Tags);
