namespace Cairn.Code;

/// <summary>The build of an application that is in an environment.</summary>
public sealed record AppRelease
{
    public string Project { get; init; } = "";
    public string App { get; init; } = "";
    public string Environment { get; init; } = "";
    public string ReleaseId { get; init; } = "";

    /// <summary><c>sha256:…</c> of the build's tar.</summary>
    public string Digest { get; init; } = "";

    public string CommitId { get; init; } = "";

    /// <summary>Domain time, unix milliseconds.</summary>
    public long At { get; init; }
}
