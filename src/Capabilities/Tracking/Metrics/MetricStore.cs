using Cairn.Platform.Sql;
using Cairn.Tracking.Mlflow;

namespace Cairn.Tracking.Metrics;

/// <summary>
/// Metric points as blocks in order of arrival, one per call, and beside them the latest value of each key. The same point sent
/// twice is stored twice and read once.
/// </summary>
internal sealed class MetricStore
{
    public void Append(SqlSession s, long run, long experiment, IReadOnlyList<RunMetric> points)
    {
        if (points.Count == 0) return;
        string? key = points.All(p => p.Key == points[0].Key) ? points[0].Key : null;
        s.Execute("insert into tracking_blocks (run, key, count, points) values (@run, @key, @count, @points)", new { run, key, count = points.Count, points = MetricBlock.Write(points) });
        ManyRowsSql.Insert(s, "insert into tracking_latest (run, key, experiment, value, is_nan, step, timestamp)", Latest(points).Select(p => (object?[])
            [run, p.Key, experiment, double.IsNaN(p.Value) ? 0 : MetricBlock.Held(p.Value), double.IsNaN(p.Value), p.Step, p.Timestamp]), """
            on conflict (run, key) do update set value = excluded.value, is_nan = excluded.is_nan, step = excluded.step, timestamp = excluded.timestamp
            where (excluded.step, excluded.timestamp, excluded.value) > (tracking_latest.step, tracking_latest.timestamp, tracking_latest.value)
            """);
    }

    /// <summary>All points of a key by time, step and value, each once.</summary>
    public IReadOnlyList<RunMetric> History(SqlSession s, long run, string key)
    {
        var seen = new HashSet<(long, long, double)>();
        var points = new List<RunMetric>();
        foreach (byte[] block in s.Stream<byte[]>("select points from tracking_blocks where run = @run and key = @key", new { run, key }).Concat(Mixed(s, run)))
            foreach (RunMetric point in MetricBlock.Read(block, key))
                if (seen.Add((point.Timestamp, point.Step, point.Value))) points.Add(point);
        return [.. points.OrderBy(p => p.Timestamp).ThenBy(p => p.Step).ThenBy(p => p.Value)];
    }

    public IReadOnlyList<LatestMetric> Of(SqlSession s, IReadOnlyList<long> runs)
        => s.Query<LatestMetric>("select run, key, value, is_nan, step, timestamp from tracking_latest where run in @runs order by key", new { runs });

    private static IEnumerable<byte[]> Mixed(SqlSession s, long run) => s.Stream<byte[]>("select points from tracking_blocks where run = @run and key is null", new { run });

    private static IEnumerable<RunMetric> Latest(IReadOnlyList<RunMetric> points)
        => points.GroupBy(p => p.Key, StringComparer.Ordinal).Select(g => g.MaxBy(p => (p.Step, p.Timestamp, double.IsNaN(p.Value) ? 0 : p.Value))!).OrderBy(p => p.Key, StringComparer.Ordinal);
}
