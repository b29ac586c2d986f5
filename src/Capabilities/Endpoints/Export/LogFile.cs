namespace Cairn.Endpoints;

/// <summary>One Parquet file of an endpoint's log.</summary>
/// <param name="Name">A file name for it, e.g. <c>predictions-2001-01-01-000042.parquet</c>.</param>
/// <param name="Kind"><c>predictions</c>, <c>outcomes</c> or <c>shadows</c>.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="From">Domain time of its first record: of the prediction, or of the outcome's receipt.</param>
internal sealed record LogFile(string Name, string Kind, DateOnly Day, long Rows, DateTimeOffset From, DateTimeOffset To, string Digest)
{
    public static LogFile Of(LogPart p) => new(
        $"{p.Kind}-{DateOnly.FromDayNumber((int)p.Day):yyyy-MM-dd}-{p.Segment:D6}.parquet", p.Kind, DateOnly.FromDayNumber((int)p.Day), p.RowsCount,
        DateTimeOffset.FromUnixTimeMilliseconds(p.FromAt), DateTimeOffset.FromUnixTimeMilliseconds(p.ToAt), p.Digest);
}
