using Cairn.Contracts.Segments;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>
/// Which segment became which Parquet file. The row is the journal: a segment with a row is done, for ever. Where parts were merged the first has the file
/// and the counts of all, the others neither.
/// </summary>
internal sealed class LogPartStore
{
    public IReadOnlySet<long> Done(SqlSession s, string route, string kind)
        => s.Query<long>("select segment from log_parts where route = @route and kind = @kind", new { route, kind }).ToHashSet();

    public void Insert(SqlSession s, LogPart part) => s.Execute("""
        insert into log_parts (route, kind, segment, day, digest, rows_count, requests, errors, from_at, to_at)
        values (@Route, @Kind, @Segment, @Day, @Digest, @RowsCount, @Requests, @Errors, @FromAt, @ToAt)
        on conflict (route, kind, segment) do nothing
        """, part);

    /// <summary>Parts that may hold records of these days (inclusive), by segment.</summary>
    public IReadOnlyList<LogPart> Between(SqlSession s, string route, string kind, DateTimeOffset from, DateTimeOffset to) => s.Query<LogPart>("""
        select * from log_parts where route = @route and kind = @kind and rows_count > 0 and to_at >= @from and from_at < @to order by segment
        """, new { route, kind, from = from.ToUnixTimeMilliseconds(), to = to.ToUnixTimeMilliseconds() });

    public IReadOnlyList<LogPart> All(SqlSession s, string route) => s.Query<LogPart>("select * from log_parts where route = @route order by kind, segment", new { route });

    /// <summary>Another file in the place of a part's.</summary>
    public void Replace(SqlSession s, LogPart part, string digest, long rows) => s.Execute(
        "update log_parts set digest = @digest, rows_count = @rows where route = @Route and kind = @Kind and segment = @Segment", new { digest, rows, part.Route, part.Kind, part.Segment });

    public bool Uses(SqlSession s, string digest) => s.Scalar<long>("select count(*) from log_parts where digest = @digest", new { digest }) > 0;

    /// <summary>Parts of days from one to before another that have a file, by day and segment.</summary>
    public IReadOnlyList<LogPart> OfDays(SqlSession s, string route, string kind, long from, long to) => s.Query<LogPart>(
        "select * from log_parts where route = @route and kind = @kind and rows_count > 0 and day >= @from and day < @to order by day, segment", new { route, kind, from, to });

    /// <summary>One file in the place of those of several parts; the old ones become garbage.</summary>
    public void Merge(SqlSession s, IReadOnlyList<LogPart> parts, string digest, long realNow)
    {
        LogPart first = parts[0];
        foreach (LogPart part in parts) Empty(s, part, realNow);
        s.Execute("""
            update log_parts set digest = @digest, rows_count = @rows, requests = @requests, errors = @errors, from_at = @from, to_at = @to
            where route = @Route and kind = @Kind and segment = @Segment
            """, new
        {
            digest,
            rows = parts.Sum(p => p.RowsCount),
            requests = parts.Sum(p => p.Requests),
            errors = parts.Sum(p => p.Errors),
            from = parts.Min(p => p.FromAt),
            to = parts.Max(p => p.ToAt),
            first.Route,
            first.Kind,
            first.Segment,
        });
    }

    /// <summary>A part without its file, which becomes garbage; its span stays, so that the segment can be told by it.</summary>
    public void Empty(SqlSession s, LogPart part, long realNow)
    {
        s.Execute("update log_parts set digest = '', rows_count = 0, requests = 0, errors = 0 where route = @Route and kind = @Kind and segment = @Segment", part);
        s.Execute("insert into log_garbage (route, digest, since) values (@Route, @Digest, @realNow) on conflict (route, digest) do nothing", new { part.Route, part.Digest, realNow });
    }

    /// <summary>Files that no part has any more and that somebody may still be reading.</summary>
    public IReadOnlyList<string> Garbage(SqlSession s, string route, long before) => s.Query<string>("select digest from log_garbage where route = @route and since <= @before", new { route, before });

    public void Swept(SqlSession s, string route, string digest) => s.Execute("delete from log_garbage where route = @route and digest = @digest", new { route, digest });

    public bool Uses(SqlSession s, string route, string digest)
        => s.Scalar<long>("select count(*) from log_parts where route = @route and digest = @digest and rows_count > 0", new { route, digest }) > 0;

    public IReadOnlyList<string> Routes(SqlSession s) => s.Query<string>("select distinct route from log_parts");
}

/// <summary>One Parquet file made of one segment.</summary>
internal sealed record LogPart
{
    public const string Predictions = "predictions", Outcomes = "outcomes", Shadows = "shadows";

    public static IReadOnlyList<(SegmentKind Kind, string Name)> Kinds { get; } =
        [(SegmentKind.Predictions, Predictions), (SegmentKind.Outcomes, Outcomes), (SegmentKind.Shadows, Shadows)];

    public string Route { get; init; } = "";
    public string Kind { get; init; } = "";
    public long Segment { get; init; }

    /// <summary>Day number of the segment.</summary>
    public long Day { get; init; }
    public string Digest { get; init; } = "";
    public long RowsCount { get; init; }
    public long Requests { get; init; }
    public long Errors { get; init; }

    /// <summary>First record, unix milliseconds of domain time: of the prediction, or of the outcome's receipt.</summary>
    public long FromAt { get; init; }
    public long ToAt { get; init; }
}
