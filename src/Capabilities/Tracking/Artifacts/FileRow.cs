namespace Cairn.Tracking.Artifacts;

/// <summary>A file by its path; a directory when <see cref="Digest"/> is null.</summary>
internal sealed record FileRow
{
    public string Path { get; init; } = "";
    public string? Digest { get; init; }
    public long Size { get; init; }
}
