namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>What the page of a file shows.</summary>
public sealed record ArtifactPageModel(FileOwner Owner, TrackedFile File, ArtifactView View)
{
    public string Path => File.Path;
}
