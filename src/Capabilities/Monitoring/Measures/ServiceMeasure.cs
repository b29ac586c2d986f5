using Cairn.DuckDb;

namespace Cairn.Monitoring;

/// <summary>Latency quantiles in milliseconds and the share of failed requests, per version and in all.</summary>
internal static class ServiceMeasure
{
    public static MeasuredSpan Measure(ProductionSpan span)
    {
        var values = new List<Measure>();
        long all = 0;
        using DuckResult result = span.Duck.Query("""
            with requests as (select request_id, any_value(version) as version, max(latency_us) / 1000.0 as ms, max(status) as status from predictions group by 1)
            select version, count(*), quantile_cont(ms, 0.5), quantile_cont(ms, 0.95), quantile_cont(ms, 0.99), avg((status >= 500)::int)
            from requests group by grouping sets ((version), ()) order by version nulls first
            """);
        foreach (object?[] row in result.Rows())
        {
            long n = Convert.ToInt64(row[1]);
            string? version = row[0]?.ToString();
            // Refused before a version was chosen: in all, and no version's.
            if (n == 0 || version is "") continue;
            all = version is null ? n : all;
            foreach ((string metric, int column) in new[] { ("p50_ms", 2), ("p95_ms", 3), ("p99_ms", 4), ("error_rate", 5) })
                values.Add(new Measure(metric, version, Convert.ToDouble(row[column]), Version: version));
        }
        return new MeasuredSpan(all, values);
    }
}
