namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>What the page of a file shows.</summary>
public sealed record ArtifactPageModel(string Project, RunView Run, string Path, TrackedFile File, ArtifactView View)
{
    public string Download => $"/get-artifact?run_id={Run.Id}&path={Uri.EscapeDataString(Path)}";

    /// <summary>The content in place: <c>picture</c> or <c>page</c>.</summary>
    public string Inline(string way) => $"/p/{Project}/parts/artifact-{way}?run={Run.Id}&path={Uri.EscapeDataString(Path)}";

    public static string Href(string project, RunView run, string path)
        => $"{Runs.RunWords.Href(project, run)}/artifacts/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";
}
