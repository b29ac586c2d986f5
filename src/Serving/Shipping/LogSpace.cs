using Cairn.Contracts.Segments;

namespace Cairn.Serving.Shipping;

/// <summary>
/// Keeps the log of a copy within its bound. Shipped segments go after a while, and first when the bound is reached; then, oldest first, what may be lost: predictions of endpoints whose
/// log is not required, and what shadows said. Where that is not enough, required logs and outcomes take no more. The newest segment of a stream stays, for the next is numbered after it.
/// </summary>
internal sealed class LogSpace(long mostBytes)
{
    /// <summary>Time in which a request that is sent again gets the answer that it got.</summary>
    public static readonly TimeSpan KeepShipped = TimeSpan.FromDays(1);

    /// <param name="mayLose">Whether predictions of an endpoint may be lost.</param>
    public void Keep(IReadOnlyList<ShipStream> streams, Func<string, bool> mayLose, DateTimeOffset now)
    {
        List<(ShipStream Stream, ShipSegment Segment, bool Newest)> all = [.. streams.SelectMany(All).OrderBy(s => s.Segment.Written).ThenBy(s => s.Segment.Name.Number)];
        long bytes = all.Sum(s => s.Segment.Bytes);
        foreach ((_, ShipSegment segment, _) in all.Where(s => s.Segment.IsShipped && !s.Newest && !IsSending(s)))
        {
            if (bytes <= mostBytes && now - segment.Written < KeepShipped) continue;
            File.Delete(segment.Path);
            bytes -= segment.Bytes;
        }

        bool Loses(ShipStream s) => s.Kind == SegmentKind.Shadows || (s.Kind == SegmentKind.Predictions && mayLose(s.Endpoint));
        var lost = new List<(ShipStream Stream, ShipSegment Segment)>();
        foreach ((ShipStream stream, ShipSegment segment, _) in all.Where(s => s.Segment is { IsShipped: false, IsClosed: true } && !s.Newest && !IsSending(s) && Loses(s.Stream)))
        {
            if (bytes <= mostBytes) break;
            lost.Add((stream, segment));
            bytes -= segment.Bytes;
        }

        foreach (IGrouping<ShipStream, ShipSegment> of in lost.GroupBy(l => l.Stream, l => l.Segment)) of.Key.Drop([.. of]);

        // What is shipped is in nobody's way: the newest segments may be large ones.
        bool full = streams.SelectMany(s => s.All()).Where(s => !s.IsShipped).Sum(s => s.Bytes) > mostBytes;
        foreach (ShipStream stream in streams) stream.IsHeld = full && !Loses(stream);
    }

    private static bool IsSending((ShipStream Stream, ShipSegment Segment, bool Newest) s) => s.Stream.Sending == s.Segment.Name.Number;

    /// <summary>None counts as older than the one before it, whatever its file says, so that a stream goes in its order.</summary>
    private static IEnumerable<(ShipStream Stream, ShipSegment Segment, bool Newest)> All(ShipStream stream)
    {
        IReadOnlyList<ShipSegment> all = stream.All();
        DateTimeOffset latest = DateTimeOffset.MinValue;
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i].Written > latest) latest = all[i].Written;
            yield return (stream, all[i] with { Written = latest }, i == all.Count - 1);
        }
    }
}
