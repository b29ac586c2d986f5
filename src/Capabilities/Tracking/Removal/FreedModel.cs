namespace Cairn.Tracking.Removal;

/// <summary>A deleted logged model and where its files lie.</summary>
internal sealed record FreedModel
{
    public string Id { get; init; } = "";
    public string ArtifactUri { get; init; } = "";
}
