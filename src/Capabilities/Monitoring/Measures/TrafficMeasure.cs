using Cairn.DuckDb;

namespace Cairn.Monitoring;

/// <summary>Requests, rows, how complete the log is by the data plane's own count of answers, and the longest silence in minutes.</summary>
internal static class TrafficMeasure
{
    // Requests, latency, errors, scores, inputs, versions, and outcomes once they are there.
    private const int KindsAlways = 6;

    /// <param name="answered">Rows the data plane counted as it answered them; null when it did not count.</param>
    public static MeasuredSpan Measure(ProductionSpan span, long? answered)
    {
        using DuckResult result = span.Duck.Query("""
            select count(distinct request_id), count(*), count(version), (select count(*) from joined), count(*) filter (status = 200) from predictions
            """);
        object?[] row = result.Rows().Single();
        long requests = Convert.ToInt64(row[0]), rows = Convert.ToInt64(row[1]), tagged = Convert.ToInt64(row[2]), joined = Convert.ToInt64(row[3]), kept = Convert.ToInt64(row[4]);
        var found = new MeasuredSpan(requests, [new Measure("requests", null, requests), new Measure("rows", null, rows), new Measure("outcomes", null, joined)], new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["tagged"] = rows == 0 ? 0 : (double)tagged / rows,
            ["kinds"] = joined > 0 ? KindsAlways + 1 : KindsAlways,
            ["gap_m"] = Math.Round(LongestGap(span), 1),
            ["central"] = true,
        });
        return LoggedShare(kept, answered) is { } logged ? found.With("logged", logged) : found;
    }

    /// <summary>Null when nobody can tell: nothing was counted, or a crash took away counts of rows that the log still has.</summary>
    internal static double? LoggedShare(long kept, long? answered) => answered is { } n && n >= kept && n > 0 ? (double)kept / n : null;

    private static double LongestGap(ProductionSpan span)
    {
        using DuckResult result = span.Duck.Query($"""
            with times as (
              select distinct at_ms as t from predictions
              union select {span.From.ToUnixTimeMilliseconds()} union select {span.To.ToUnixTimeMilliseconds()})
            select max(gap) from (select t - lag(t) over (order by t) as gap from times)
            """);
        return result.Rows().Single()[0] is { } gap ? Convert.ToDouble(gap) / 60_000 : (span.To - span.From).TotalMinutes;
    }
}
