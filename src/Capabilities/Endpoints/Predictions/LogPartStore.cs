using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Which segment became which Parquet file. The row is the journal: a segment with a row is done, for ever.</summary>
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

    public IReadOnlyList<string> Routes(SqlSession s) => s.Query<string>("select distinct route from log_parts");
}

/// <summary>One Parquet file made of one segment.</summary>
internal sealed record LogPart
{
    public const string Predictions = "predictions", Outcomes = "outcomes", Shadows = "shadows";

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
