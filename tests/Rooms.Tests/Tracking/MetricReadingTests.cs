using System.Text;
using Cairn.Platform.Sql;
using Cairn.Tracking;
using Cairn.Tracking.Metrics;
using Cairn.Tracking.Runs;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Points of metrics are read in the memory of what is shown, whatever their number and order.</summary>
public sealed class MetricReadingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Pages_go_through_every_point_once_in_order(int limit)
    {
        var random = new Random(11);
        double[] values = [0, 1, double.NaN];
        MetricPoint[] points = [.. Enumerable.Range(0, 500).Select(_ => new MetricPoint(random.Next(30), random.Next(-5, 5), values[random.Next(values.Length)]))];
        var read = new List<MetricPoint>();
        for (MetricPoint? after = null; ;)
        {
            var page = new MetricPage(after, limit);
            foreach (MetricPoint point in points) page.Add(point);
            List<MetricPoint> some = page.Points();
            read.AddRange(some);
            if (some.Count < limit) break;
            after = MetricMark.Parse(MetricMark.Text(some[^1]));
        }
        read.ShouldBe(points.Distinct().Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_curve_of_many_points_keeps_its_ends_and_extremes(bool byTime)
    {
        const int most = 50, count = 20_000;
        MetricPoint[] points = [.. Enumerable.Range(0, count).Select(i => new MetricPoint(i * 10, byTime ? 0 : i - 777, i == 12_345 ? 99 : i == 3 ? double.NaN : Math.Sin(i)))];
        new Random(4).Shuffle(points);
        var sample = new CurveSample(most);
        foreach (MetricPoint point in points) sample.Add(point);
        MetricCurve curve = sample.Curve("m");
        (curve.Count, curve.Greatest, curve.Least).ShouldBe((count, 99, points.Where(p => !double.IsNaN(p.Value)).Min(p => p.Value)));
        curve.Points.Count.ShouldBeInRange(most / 2, most + 2);
        (curve.Points[0].Timestamp, curve.Points[^1].Timestamp).ShouldBe((0, (count - 1) * 10));
        // No stretch of it is left out.
        curve.Points.Zip(curve.Points.Skip(1), (a, b) => b.Timestamp - a.Timestamp).ShouldAllBe(gap => gap <= 10 * 4 * count / most);
    }

    [Fact]
    public void Many_points_take_the_memory_of_those_drawn_and_of_a_page()
    {
        const int count = 300_000;
        (var curve, var page, var sample) = (new CurveSample(1000), new MetricPage(new MetricPoint(count / 2, count / 2, 0), 1000), new MetricSample(1000, null, null));
        var run = new RunSample(sample);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < count; i++) sample.See(new MetricPoint(i, i, 0));
        for (int i = 0; i < count; i++)
        {
            var point = new MetricPoint(i, i, 0);
            curve.Add(point);
            page.Add(point);
            run.Add(point);
        }
        // The points themselves would be 7 MB.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(3_000_000);
        (page.Points()[0].Step, page.Points().Count).ShouldBe((count / 2 + 1, 1000));
    }

    [Fact]
    public void A_curve_of_few_points_is_all_of_them_each_once()
    {
        var sample = new CurveSample(10);
        foreach (int i in (int[])[3, 1, 2, 3]) sample.Add(new MetricPoint(i, i, i));
        sample.Curve("m").Points.Select(p => p.Step).ShouldBe([1, 2, 3]);
        sample.Curve("m").Count.ShouldBe(3);
    }

    [Fact]
    public void Points_of_some_keys_are_read_from_blocks_of_many()
    {
        byte[] block = MetricBlock.Write([.. Enumerable.Range(0, 90).Select(i => new RunMetric($"k{i % 30}", i, 1000 - i, -i))]);
        var found = new List<string>();
        for (var reader = new MetricBlockReader(block, new MetricKeys(["none", "k29", "k3"])); reader.Next();) found.Add($"{reader.Key} {reader.Current.Value} {reader.Current.Timestamp} {reader.Current.Step}");
        found.ShouldBe(["2 3 997 -3", "1 29 971 -29", "2 33 967 -33", "1 59 941 -59", "2 63 937 -63", "1 89 911 -89"]);
        new MetricBlockReader(block, new MetricKeys([Encoding.UTF8.GetString("k"u8)])).Next().ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Curves_of_all_keys_are_one_statement_and_single_points_are_none(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string run = await world.CreateRunAsync();
        string single = string.Join(',', Enumerable.Range(0, 300).Select(i => $$"""{"key": "a{{i}}", "value": 1, "timestamp": 1}"""));
        await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{{single}}]}""");
        string curve = string.Join(',', Enumerable.Range(0, 500).Select(i => $$"""{"key": "z{{i % 2}}", "value": {{i}}, "timestamp": {{i}}, "step": {{i}}}"""));
        await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{{curve}}]}""");
        await world.Database.ReadAsync(s =>
        {
            long num = world.Get<RunStore>().Find(s, run)!.Num;
            IReadOnlyList<string> keys = world.Get<RunKeyStore>().Curved(s, [num], 24);
            keys.Take(3).ShouldBe(["z0", "z1", "a0"]);
            var asked = new Statements(s);
            IReadOnlyList<MetricCurve> curves = world.Get<MetricStore>().Curves(s, num, keys, 100);
            if (s.Engine == SqlEngine.Sqlite) asked.Stop().Count.ShouldBe(1);
            curves.Where(c => c.Points.Count > 1).Select(c => (c.Key, c.Count)).ShouldBe([("z0", 250), ("z1", 250)]);
            return true;
        }, TestContext.Current.CancellationToken);
    }
}
