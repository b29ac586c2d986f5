using System.Text.Json.Nodes;
using Cairn.Tracking.Metrics;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Histories of metrics: of many runs, and sampled for plots.</summary>
public sealed class HistoryTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_plot_gets_about_as_many_steps_as_it_asks_for_and_the_ends_of_each_run(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string longer = await LoggedAsync(world, Enumerable.Range(0, 500)), shorter = await LoggedAsync(world, Enumerable.Range(3, 200));
        JsonArray sampled = await PointsAsync(world, $"metrics/get-history-bulk-interval?run_ids={longer}&run_ids={shorter}&metric_key=m&max_results=50");
        long[] steps = Steps(sampled, longer), others = Steps(sampled, shorter);
        steps.Length.ShouldBeInRange(50, 52);
        (steps[0], steps[^1]).ShouldBe((0, 499));
        (others[0], others[^1]).ShouldBe((3, 202));
        others[1..^1].ShouldAllBe(s => steps.Contains(s));
        steps[1..^1].Zip(steps[2..], (a, b) => b - a).ShouldAllBe(gap => gap <= 10);
    }

    [Fact]
    public async Task Few_steps_are_all_sent_and_a_range_is_kept()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string run = await LoggedAsync(world, Enumerable.Range(0, 30));
        Steps(await PointsAsync(world, $"metrics/get-history-bulk-interval?run_ids={run}&metric_key=m"), run).Length.ShouldBe(30);
        Steps(await PointsAsync(world, $"metrics/get-history-bulk-interval?run_ids={run}&metric_key=m&start_step=5&end_step=9&max_results=2500"), run).ShouldBe([5, 6, 7, 8, 9]);
        (await PointsAsync(world, $"metrics/get-history-bulk?run_id={run}&metric_key=m&max_results=7")).Count.ShouldBe(7);
        foreach (string wrong in (string[])["max_results=0", "max_results=2501", "start_step=1", "start_step=3&end_step=2"])
            await world.SendAsync(HttpMethod.Get, $"metrics/get-history-bulk-interval?run_ids={run}&metric_key=m&{wrong}", null, System.Net.HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(-700, 1_000_003)]
    [InlineData(long.MinValue, long.MaxValue)]
    public void A_sample_takes_the_least_step_of_each_part_however_wide_the_range(long least, long greatest)
    {
        const int most = 10;
        var sample = new MetricSample(most, null, null);
        var random = new Random(5);
        long[] steps = [least, greatest, .. Enumerable.Range(0, 400).Select(_ => random.NextInt64(least, greatest))];
        foreach (long step in steps) sample.See(new MetricPoint(0, step, 0));
        var run = new RunSample(sample);
        foreach (long step in steps) run.Add(new MetricPoint(0, step, 0));
        sample.Choose([run]);
        Int128 width = (Int128)greatest - least + 1;
        long[] expected = [.. steps.GroupBy(s => ((Int128)s - least) * most / width).Select(g => g.Min()).Order()];
        steps.Where(sample.Has).Distinct().Order().ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Points_come_by_time_and_step_whatever_the_order_they_were_sent_in(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string run = await world.CreateRunAsync();
        var random = new Random(3);
        var sent = new List<(long Time, long Step)>();
        for (int call = 0; call < 12; call++)
        {
            (long Time, long Step)[] some = [.. Enumerable.Range(0, 5).Select(_ => ((long)random.Next(20), (long)random.Next(-9, 9)))];
            sent.AddRange(some);
            string points = string.Join(',', some.Select(p => $$"""{"key": "m", "value": {{p.Time * 100 + p.Step}}, "timestamp": {{p.Time}}, "step": {{p.Step}}}"""));
            string other = call % 2 == 0 ? "" : """, {"key": "other", "value": 7, "timestamp": 1}""";
            await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{{points}}{{other}}]}""");
        }
        var expected = sent.Distinct().Order().ToList();
        var read = new List<(long, long)>();
        for (string? token = ""; token is not null;)
        {
            JsonObject page = await world.GetAsync($"metrics/get-history?run_id={run}&metric_key=m&max_results=9&page_token={Uri.EscapeDataString(token)}");
            read.AddRange(page["metrics"]!.AsArray().Select(m => ((long)m!["timestamp"]!, (long)m["step"]!)));
            token = (string?)page["next_page_token"];
        }
        read.ShouldBe(expected);
    }

    private static async Task<string> LoggedAsync(TestWorld world, IEnumerable<int> steps)
    {
        string run = await world.CreateRunAsync(), points = string.Join(',', steps.Select(s => $$"""{"key": "m", "value": {{s}}, "timestamp": {{s}}, "step": {{s}}}"""));
        await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{{points}}]}""");
        return run;
    }

    private static async Task<JsonArray> PointsAsync(TestWorld world, string path) => (await world.GetAsync(path))["metrics"]!.AsArray();

    private static long[] Steps(JsonArray points, string run) => [.. points.Where(p => (string)p!["run_id"]! == run).Select(p => (long)p!["step"]!)];
}
