using System.Text.Json.Nodes;
using Cairn.Tracking.Runs.Searching;
using Cairn.Tracking.Search;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Searches by a condition that few runs meet: the same runs, in the same order and pages, as by any other way.</summary>
public sealed class LookupSearchTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task What_is_found_by_value_is_what_is_found_by_walking(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string other = (string)(await world.PostAsync("experiments/create", """{"name": "other"}"""))["experiment_id"]!;
        string wordy = new('x', 300);
        for (int i = 0; i < 12; i++)
        {
            string run = await world.CreateRunAsync(i == 11 ? other : "0");
            string metric = i % 4 == 0 ? "" : $$"""{"key": "m", "value": {{(i % 4 == 1 ? "\"NaN\"" : i)}}, "timestamp": 1}""";
            await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "params": [{"key": "p", "value": "{{i % 2}}"}, {"key": "long", "value": "{{wordy}}{{i % 3}}"}], "metrics": [{{metric}}]}""");
        }
        foreach (string order in (string[])["", "metrics.m DESC", "metrics.m ASC", "params.long", "start_time ASC"])
        {
            string[] pages = await PagesAsync(world, "params.p = '1'", order);
            pages.Length.ShouldBe(5, order);
            // A comparison that no index serves asks for the same.
            pages.ShouldBe(await PagesAsync(world, "params.p LIKE '1'", order), order);
        }
        (await PagesAsync(world, $"params.long = '{wordy}2'", "")).Length.ShouldBe(3);
        (await PagesAsync(world, "params.p = 'nothing'", "")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_rarest_condition_that_all_must_meet_is_chosen()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        for (int i = 0; i < 3; i++)
        {
            string run = await world.CreateRunAsync();
            await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "params": [{"key": "p", "value": "0"}{{(i == 0 ? """, {"key": "q", "value": "x"}""" : "")}}]}""");
        }
        foreach ((string filter, string? key) in ((string, string?)[])
        [
            ("params.p = '1'", "p"),
            ("params.p = '0' AND params.q = 'x' AND metrics.m != 1", "q"),
            ("params.p IN ('0', '1') AND params.q IN ('x', 'y')", "q"),
            ("params.p = '0' AND attributes.run_name = 'nobody'", "name"),
            ("params.p = '0' AND attributes.end_time > 5", "end_time"),
            ("params.p = '0' AND metrics.m < 1 AND metrics.m > 0", "m"),
            ("params.p = '0' AND tags.t = 'x'", "t"),
            ("tags.mlflow.user = 'ada'", null),
            ("params.p = '1' OR params.q = 'x'", null),
            ("params.p != '1'", null),
            ("attributes.start_time > 5", null),
            ($"params.p = '{new string('x', 101)}'", null),
        ])
            (await world.Database.ReadAsync(s => RunSearchStore.Fewest(s, Search(world, filter), 1000), TestContext.Current.CancellationToken))?.Key.Name.ShouldBe(key, filter);
    }

    private static RunSearchSql Search(TestWorld world, string filter) => new(world.Database.Engine, [0], new SearchQuery("active", SearchParser.Filter(filter, RunSearchStore.Grammar), [], 100, 0));

    private static async Task<string[]> PagesAsync(TestWorld world, string filter, string order)
    {
        var found = new List<string>();
        string? token = null;
        do
        {
            var ask = new JsonObject { ["experiment_ids"] = new JsonArray("0"), ["filter"] = filter, ["max_results"] = 2, ["page_token"] = token, ["order_by"] = order.Length > 0 ? new JsonArray(order) : new JsonArray() };
            JsonObject page = await world.PostAsync("runs/search", ask.ToJsonString());
            found.AddRange((page["runs"]?.AsArray() ?? []).Select(r => (string)r!["info"]!["run_id"]!));
            token = (string?)page["next_page_token"];
        }
        while (token is not null);
        return [.. found];
    }
}
