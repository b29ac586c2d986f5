using Cairn.Contracts.Segments;

namespace Cairn.Serving.Shipping;

/// <summary>The segments of one endpoint and kind, on their way to the server in the order of their numbers.</summary>
internal sealed class ShipStream(string endpoint, SegmentStream log, ShipFolder folder)
{
    public string Endpoint => endpoint;

    public SegmentKind Kind => log.Kind;

    /// <summary>Segments taken by the server since the start.</summary>
    public long Shipped { get; private set; }

    /// <summary>Records given up because the disk's bound was reached.</summary>
    public long Dropped { get; private set; }

    /// <summary>Segments that the server refused for what is in them; they stay here under another name.</summary>
    public long Refused { get; private set; }

    public bool IsHeld { get => log.IsHeld; set => log.IsHeld = value; }

    /// <summary>The number of the one that is on its way, which is neither given up nor deleted; null when none is.</summary>
    public int? Sending { get; private set; }

    /// <summary>All segments, oldest first. Those above what is closed may be missing: they get other names meanwhile.</summary>
    public IReadOnlyList<ShipSegment> All()
    {
        // Known before the directory is read, so that none at or below it is missed: what is not seen would be passed over for good.
        int closed = log.ClosedTo, mark = folder.Mark(endpoint, Kind);
        return [.. SegmentName.List(log.Folder, Kind).Select(s => ShipSegment.Of(s.Name, s.Path, s.Name.Number <= mark, s.Name.Number <= closed)).OfType<ShipSegment>()];
    }

    /// <summary>The closed ones that are still to be shipped.</summary>
    public IReadOnlyList<ShipSegment> Waiting() => [.. All().Where(s => s.IsClosed && !s.IsShipped)];

    /// <summary>False: it was given up since it was found.</summary>
    public bool Begin(ShipSegment segment)
    {
        if (segment.Name.Number <= folder.Mark(endpoint, Kind)) return false;
        Sending = segment.Name.Number;
        return true;
    }

    public void Took(ShipSegment segment)
    {
        folder.SetMark(endpoint, Kind, segment.Name.Number);
        Shipped++;
    }

    /// <summary>It is on its way no more. One that did not arrive and before which others were given up is given up with them.</summary>
    public void End(ShipSegment segment, bool arrived)
    {
        Sending = null;
        if (!arrived && segment.Name.Number <= folder.Mark(endpoint, Kind)) Dropped += Count(segment);
    }

    /// <summary>Goes on without a segment, and keeps a copy of it for somebody to look at.</summary>
    public void SetAside(ShipSegment segment)
    {
        File.Copy(segment.Path, segment.Path + ".refused", overwrite: true);
        folder.SetMark(endpoint, Kind, segment.Name.Number);
        Refused++;
    }

    /// <summary>Gives its oldest segments up before they were shipped. The mark is moved once: one that moves for each is slower than who writes them.</summary>
    public void Drop(IReadOnlyList<ShipSegment> segments)
    {
        folder.SetMark(endpoint, Kind, segments[^1].Name.Number);
        foreach (ShipSegment segment in segments)
        {
            Dropped += Count(segment);
            try { File.Delete(segment.Path); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It counts as shipped from now on, and goes with the next that do.
            }
        }
    }

    /// <summary>As many as can be read: what is damaged must go, too.</summary>
    private static long Count(ShipSegment segment)
    {
        long records = 0;
        try
        {
            using var reader = new SegmentReader(segment.Path);
            while (reader.TryRead(out _, out _)) records++;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was lost before.
        }

        return records;
    }
}
