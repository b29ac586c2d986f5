namespace Cairn.Tracking.Artifacts;

/// <summary>The path rules for other rooms.</summary>
public static class ArtifactPaths
{
    /// <summary>The path as it was, when it is plain segments separated by <c>/</c>.</summary>
    /// <exception cref="MlflowException"><c>Invalid path</c>.</exception>
    public static string Plain(string path) => ArtifactPath.Parse(path);
}
