namespace Cairn.Tracking.Artifacts;

/// <summary>The artifact path of a request, from the request line as it was sent: routing has resolved <c>..</c> and decoded by then.</summary>
internal static class ArtifactTarget
{
    public const string Base = "/mlflow-artifacts/artifacts";

    /// <param name="at">What stands before the path.</param>
    /// <param name="rawTarget">Path and query as sent; empty where the server does not keep it, and then <paramref name="routed"/> counts.</param>
    /// <exception cref="MlflowException"><c>Invalid path</c>.</exception>
    public static string Path(string? rawTarget, string? routed, string at = Base)
    {
        if (string.IsNullOrEmpty(rawTarget)) return ArtifactPath.Parse(routed ?? "");
        int start = rawTarget.IndexOf(at + "/", StringComparison.Ordinal), end = rawTarget.IndexOf('?', StringComparison.Ordinal);
        if (end < 0) end = rawTarget.Length;
        if (start < 0 || start + at.Length + 1 > end) throw MlflowException.Invalid("Invalid path");
        return ArtifactPath.Parse(Uri.UnescapeDataString(rawTarget[(start + at.Length + 1)..end]));
    }
}
