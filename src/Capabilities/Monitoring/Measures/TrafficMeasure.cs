using Cairn.DuckDb;

namespace Cairn.Monitoring;

/// <summary>Requests, rows, how complete the log is, and the longest silence in minutes.</summary>
internal static class TrafficMeasure
{
    // Requests, latency, errors, scores, inputs, versions, and outcomes once they are there.
    private const int KindsAlways = 6;

    public static MeasuredSpan Measure(ProductionSpan span, double logged)
    {
        using DuckResult result = span.Duck.Query("""
            select count(distinct request_id), count(*), count(version), (select count(*) from joined) from predictions
            """);
        object?[] row = result.Rows().Single();
        long requests = Convert.ToInt64(row[0]), rows = Convert.ToInt64(row[1]), tagged = Convert.ToInt64(row[2]), joined = Convert.ToInt64(row[3]);
        return new MeasuredSpan(requests, [new Measure("requests", null, requests), new Measure("rows", null, rows), new Measure("outcomes", null, joined)], new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["logged"] = logged,
            ["tagged"] = rows == 0 ? 0 : (double)tagged / rows,
            ["kinds"] = joined > 0 ? KindsAlways + 1 : KindsAlways,
            ["gap_m"] = Math.Round(LongestGap(span), 1),
            ["central"] = true,
        });
    }

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
