using Cairn.Platform.Sql;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.Metrics;

/// <summary>
/// Metric points as blocks in order of arrival, one per call, and beside them the latest value of each key. The same point sent
/// twice is stored twice and read once.
/// </summary>
internal sealed class MetricStore
{
    /// <summary>Blocks of this key alone, and those of several keys.</summary>
    public const string BlocksOfKey = "select points from tracking_blocks where run = @run and key = @key union all select points from tracking_blocks where run = @run and key is null";

    public const string BlocksOfKeys = "select points from tracking_blocks where run = @run and key in @keys union all select points from tracking_blocks where run = @run and key is null";

    public void Append(SqlSession s, RunRow run, IReadOnlyList<RunMetric> points) => Append(s, [(run, points)]);

    /// <summary>A block for each call, and what is latest after all of them.</summary>
    public void Append(SqlSession s, IReadOnlyList<(RunRow Run, IReadOnlyList<RunMetric> Points)> calls)
    {
        (RunRow Run, IReadOnlyList<RunMetric> Points)[] given = [.. calls.Where(c => c.Points.Count > 0)];
        if (given.Length == 0) return;
        ManyRows.Insert(s, "insert into tracking_blocks (run, key, count, points)", given.Select(c => (object?[])[c.Run.Num, KeyOf(c.Points), (long)c.Points.Count, MetricBlock.Write(c.Points)]));
        // In the order of the rows, so that no two transactions wait for each other.
        var latest = given.SelectMany(c => c.Points.Select(p => (c.Run, Point: p))).GroupBy(p => (p.Run.Num, p.Point.Key)).Select(g => (g.First().Run, Point: Latest(g.Select(p => p.Point))))
            .OrderBy(l => l.Run.Num).ThenBy(l => l.Point.Key, StringComparer.Ordinal);
        ManyRows.Insert(s, "insert into tracking_latest (run, key, experiment, value, is_nan, step, timestamp)", latest.Select(l => (object?[])
            [l.Run.Num, l.Point.Key, l.Run.Experiment, double.IsNaN(l.Point.Value) ? 0.0 : MetricBlock.Held(l.Point.Value), double.IsNaN(l.Point.Value), l.Point.Step, l.Point.Timestamp]), """
            on conflict (run, key) do update set value = excluded.value, is_nan = excluded.is_nan, step = excluded.step, timestamp = excluded.timestamp
            where (excluded.step, excluded.timestamp, excluded.value) > (tracking_latest.step, tracking_latest.timestamp, tracking_latest.value)
            """);
    }

    /// <summary>The first points of a key by time, step and value, each once, after <paramref name="after"/>. Takes the memory of the answer.</summary>
    public List<MetricPoint> Page(SqlSession s, long run, string key, MetricPoint? after, int limit)
    {
        var page = new MetricPage(after, limit);
        Visit(s, run, [key], (_, point) => page.Add(point));
        return page.Points();
    }

    /// <summary>Of each key that has points a curve of about <paramref name="most"/>, in the order of <paramref name="keys"/>. One reading, whatever the number of keys and points; takes the memory of the answer.</summary>
    public IReadOnlyList<MetricCurve> Curves(SqlSession s, long run, IReadOnlyList<string> keys, int most)
    {
        CurveSample[] samples = [.. keys.Select(_ => new CurveSample(most))];
        Visit(s, run, keys, (key, point) => samples[key].Add(point));
        return [.. keys.Zip(samples).Where(k => k.Second.Count > 0).Select(k => k.Second.Curve(k.First))];
    }

    /// <summary>Every point of some keys with the place of its key among them, in no order; one sent twice also twice.</summary>
    public void Visit(SqlSession s, long run, IReadOnlyList<string> keys, Action<int, MetricPoint> visit)
    {
        if (keys.Count == 0) return;
        var wanted = new MetricKeys(keys);
        foreach (byte[] block in keys.Count == 1 ? s.Stream<byte[]>(BlocksOfKey, new { run, key = keys[0] }) : s.Stream<byte[]>(BlocksOfKeys, new { run, keys }))
            for (var reader = new MetricBlockReader(block, wanted); reader.Next();) visit(reader.Key, reader.Current);
    }

    /// <param name="keys">Those that are read; null for all.</param>
    public IReadOnlyList<LatestMetric> Of(SqlSession s, IReadOnlyList<long> runs, IReadOnlyList<string>? keys = null) => keys is { Count: 0 } ? []
        : s.Query<LatestMetric>($"select run, key, value, is_nan, step, timestamp from tracking_latest where run in @runs{(keys is null ? "" : " and key in @keys")} order by key", new { runs, keys = keys ?? [] });

    /// <summary>The point with the greatest step, time and value.</summary>
    public static RunMetric Latest(IEnumerable<RunMetric> points) => points.MaxBy(p => (p.Step, p.Timestamp, double.IsNaN(p.Value) ? 0 : p.Value))!;

    // Null when they are of several keys.
    private static string? KeyOf(IReadOnlyList<RunMetric> points) => points.All(p => p.Key == points[0].Key) ? points[0].Key : null;
}
