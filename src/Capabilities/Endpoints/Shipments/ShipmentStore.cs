using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>
/// Which segments of copies came. The row is the journal: a segment of a log with a row is Parquet, for ever. Parts of copies are numbered in the order in which they came,
/// above every number that this server's own segments can have.
/// </summary>
internal sealed class ShipmentStore(LogPartStore parts)
{
    private const long Above = 1_000_000_000;

    public Shipment? Find(SqlSession s, Shipment of) => s.First<Shipment>("select * from log_shipments where log = @Log and route = @Route and kind = @Kind and number = @Number", of);

    /// <summary>The segment and its part, both or neither. For whoever holds the route.</summary>
    public void Insert(SqlSession s, Shipment shipment, LogPart part)
    {
        long segment = Math.Max(Above, s.Scalar<long?>("select max(segment) from log_shipments where route = @Route and kind = @Kind", shipment) ?? 0) + 1;
        s.Execute("""
            insert into log_shipments (log, route, kind, number, digest, segment, rows_count, arrived_at)
            values (@Log, @Route, @Kind, @Number, @Digest, @segment, @rows, @ArrivedAt)
            """, new { shipment.Log, shipment.Route, shipment.Kind, shipment.Number, shipment.Digest, segment, rows = part.RowsCount, shipment.ArrivedAt });
        parts.Insert(s, part with { Route = shipment.Route, Kind = shipment.Kind, Segment = segment });
    }

    /// <summary>What a copy says of itself; the last word holds.</summary>
    public void Told(SqlSession s, CopyView copy, string route) => s.Execute("""
        insert into log_copies (log, route, actor, told_at, waiting_segments, waiting_bytes, dropped, refused, held)
        values (@Log, @route, @Actor, @at, @WaitingSegments, @WaitingBytes, @Dropped, @Refused, @Held)
        on conflict (log, route) do update set actor = @Actor, told_at = @at, waiting_segments = @WaitingSegments, waiting_bytes = @WaitingBytes,
          dropped = @Dropped, refused = @Refused, held = @Held
        """, new { copy.Log, route, copy.Actor, at = copy.ToldAt.ToUnixTimeMilliseconds(), copy.WaitingSegments, copy.WaitingBytes, copy.Dropped, copy.Refused, copy.Held });

    /// <summary>Copies that told of an endpoint, the last heard of first.</summary>
    public IReadOnlyList<CopyView> Copies(SqlSession s, string route)
    {
        ILookup<string, CopyCount> came = s.Query<CopyCount>(
            "select log, count(*) as segments, cast(sum(rows_count) as BIGINT) as rows_count, max(arrived_at) as last_at from log_shipments where route = @route group by log", new { route }).ToLookup(c => c.Log);
        return
        [
            .. s.Query<CopyRow>("select * from log_copies where route = @route order by told_at desc, log", new { route })
                .Select(r => r.View(came[r.Log].FirstOrDefault())),
        ];
    }

    private sealed record CopyCount
    {
        public string Log { get; init; } = "";
        public long Segments { get; init; }
        public long RowsCount { get; init; }
        public long LastAt { get; init; }
    }

    private sealed record CopyRow
    {
        public string Log { get; init; } = "";
        public string Actor { get; init; } = "";
        public long ToldAt { get; init; }
        public long WaitingSegments { get; init; }
        public long WaitingBytes { get; init; }
        public long Dropped { get; init; }
        public long Refused { get; init; }
        public bool Held { get; init; }

        public CopyView View(CopyCount? came) => new(Log, Actor, DateTimeOffset.FromUnixTimeMilliseconds(ToldAt), WaitingSegments, WaitingBytes, Dropped, Refused, Held)
        {
            Segments = came?.Segments ?? 0,
            Rows = came?.RowsCount ?? 0,
            LastAt = came is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(came.LastAt),
        };
    }
}

/// <summary>A segment of a copy's log.</summary>
internal sealed record Shipment
{
    /// <summary>The copy's log, 32 hex digits.</summary>
    public string Log { get; init; } = "";
    public string Route { get; init; } = "";
    public string Kind { get; init; } = "";

    /// <summary>In that log.</summary>
    public long Number { get; init; }
    public string Digest { get; init; } = "";
    public long RowsCount { get; init; }

    /// <summary>Unix milliseconds of real time.</summary>
    public long ArrivedAt { get; init; }
}
