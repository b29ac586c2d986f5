using Cairn.Contracts.Segments;

namespace Cairn.Serving.Shipping;

/// <summary>One segment file of a copy.</summary>
/// <param name="Written">When it was last written to.</param>
/// <param name="IsShipped">It needs no shipping any more.</param>
/// <param name="IsClosed">It and all before it are closed.</param>
internal sealed record ShipSegment(SegmentName Name, string Path, long Bytes, DateTimeOffset Written, bool IsShipped, bool IsClosed)
{
    /// <summary>Null when it has got another name meanwhile.</summary>
    public static ShipSegment? Of(SegmentName name, string path, bool shipped, bool closed) =>
        new FileInfo(path) is { Exists: true } file ? new(name, path, file.Length, new DateTimeOffset(file.LastWriteTimeUtc), shipped, closed) : null;
}
