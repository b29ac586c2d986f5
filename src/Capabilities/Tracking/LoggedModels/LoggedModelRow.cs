namespace Cairn.Tracking.LoggedModels;

/// <summary>A logged model as stored.</summary>
internal sealed record LoggedModelRow
{
    public string Id { get; init; } = "";
    public long Experiment { get; init; }
    public string Name { get; init; } = "";
    public string? ModelType { get; init; }
    public string? SourceRunId { get; init; }
    public string Status { get; init; } = "LOGGED_MODEL_PENDING";
    public string ArtifactUri { get; init; } = "";
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }
}
