namespace Cairn.Tracking.Removal;

/// <summary>Content that a removed path named.</summary>
internal sealed record FreedContent
{
    public string Digest { get; init; } = "";
    public long Size { get; init; }
}
