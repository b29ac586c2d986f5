using System.Text;
using Cairn.Platform.Sql;
using Cairn.Tracking.Mlflow;

namespace Cairn.Tracking.Metrics;

/// <summary>
/// Metric points as blocks in order of arrival, one per call, and beside them the latest value of each key. The same point sent
/// twice is stored twice and read once.
/// </summary>
internal sealed class MetricStore
{
    /// <summary>Blocks of this key alone, and those of several keys.</summary>
    public const string BlocksOfKey = "select points from tracking_blocks where run = @run and key = @key union all select points from tracking_blocks where run = @run and key is null";

    public void Append(SqlSession s, long run, long experiment, IReadOnlyList<RunMetric> points)
    {
        if (points.Count == 0) return;
        string? key = points.All(p => p.Key == points[0].Key) ? points[0].Key : null;
        s.Execute("insert into tracking_blocks (run, key, count, points) values (@run, @key, @count, @points)", new { run, key, count = points.Count, points = MetricBlock.Write(points) });
        ManyRowsSql.Insert(s, "insert into tracking_latest (run, key, experiment, value, is_nan, step, timestamp)", LatestOfEach(points).Select(p => (object?[])
            [run, p.Key, experiment, double.IsNaN(p.Value) ? 0 : MetricBlock.Held(p.Value), double.IsNaN(p.Value), p.Step, p.Timestamp]), """
            on conflict (run, key) do update set value = excluded.value, is_nan = excluded.is_nan, step = excluded.step, timestamp = excluded.timestamp
            where (excluded.step, excluded.timestamp, excluded.value) > (tracking_latest.step, tracking_latest.timestamp, tracking_latest.value)
            """);
    }

    /// <summary>All points of a key by time, step and value, each once.</summary>
    public IReadOnlyList<RunMetric> History(SqlSession s, long run, string key) => Points(s, run, key).ConvertAll(p => new RunMetric(key, p.Value, p.Timestamp, p.Step));

    /// <inheritdoc cref="History"/>
    public List<MetricPoint> Points(SqlSession s, long run, string key)
    {
        var points = new List<MetricPoint>();
        Visit(s, run, key, points.Add);
        return Distinct(points);
    }

    /// <summary>Every point of a key, in no order; one sent twice also twice.</summary>
    public void Visit(SqlSession s, long run, string key, Action<MetricPoint> visit)
    {
        byte[] name = Encoding.UTF8.GetBytes(key);
        foreach (byte[] block in s.Stream<byte[]>(BlocksOfKey, new { run, key }))
            for (var reader = new MetricBlockReader(block, name); reader.Next();) visit(reader.Current);
    }

    public IReadOnlyList<LatestMetric> Of(SqlSession s, IReadOnlyList<long> runs)
        => s.Query<LatestMetric>("select run, key, value, is_nan, step, timestamp from tracking_latest where run in @runs order by key", new { runs });

    /// <summary>The point with the greatest step, time and value.</summary>
    public static RunMetric Latest(IEnumerable<RunMetric> points) => points.MaxBy(p => (p.Step, p.Timestamp, double.IsNaN(p.Value) ? 0 : p.Value))!;

    private static List<MetricPoint> Distinct(List<MetricPoint> points)
    {
        if (!IsSorted(points)) points.Sort();
        int kept = 0;
        for (int i = 0; i < points.Count; i++)
            if (kept == 0 || points[i] != points[kept - 1]) points[kept++] = points[i];
        points.RemoveRange(kept, points.Count - kept);
        return points;
    }

    private static bool IsSorted(List<MetricPoint> points)
    {
        for (int i = 1; i < points.Count; i++)
            if (points[i - 1].CompareTo(points[i]) > 0) return false;
        return true;
    }

    private static IEnumerable<RunMetric> LatestOfEach(IReadOnlyList<RunMetric> points)
        => points.GroupBy(p => p.Key, StringComparer.Ordinal).Select(Latest).OrderBy(p => p.Key, StringComparer.Ordinal);
}
