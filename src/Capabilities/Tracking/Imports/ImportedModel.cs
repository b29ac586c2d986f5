namespace Cairn.Tracking;

/// <summary>A logged model as another server has it. Times in unix milliseconds.</summary>
/// <param name="ArtifactUri">Where its files lie there.</param>
public sealed record ImportedModel(
    string Id, string Name, string? ModelType, string? SourceRunId, string Status, string ArtifactUri, long CreatedAt, long UpdatedAt, IReadOnlyList<RunTag> Params, IReadOnlyList<RunTag> Tags);
