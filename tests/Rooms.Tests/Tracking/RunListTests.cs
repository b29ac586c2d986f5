using System.Net;
using System.Text.Json.Nodes;
using Cairn.Tracking;
using Cairn.Tracking.Runs;
using Cairn.Tracking.Runs.Searching;
using Cairn.Tracking.Search;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Lists of runs read what they show and nothing else; counting ends somewhere.</summary>
public sealed class RunListTests
{
    private const string Runs = $"/api/v1/projects/{TrackingWorld.Project}/runs";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_list_has_the_fields_the_order_and_the_filter_that_are_asked_for(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string id = await ExperimentAsync(world, TrackingWorld.Project);
        for (int i = 0; i < 5; i++)
            await LogAsync(world, id, $$"""[{"key": "auc", "value": 0.{{i + 1}}, "timestamp": 1}, {"key": "loss", "value": {{i % 2}}, "timestamp": 1}]""", $$"""[{"key": "depth", "value": "{{9 - i}}"}, {"key": "seed", "value": "1"}]""");
        JsonNode page = (await world.Http.SendAsync("GET", Runs + "?sort=-auc&fields=metrics.auc,params.depth&limit=2", HttpStatusCode.OK))!;
        page["items"]!.AsArray().Select(r => $"{r!["metrics"]!.ToJsonString()} {r["params"]!.ToJsonString()} {r["tags"]!.ToJsonString()}").ShouldBe(["""{"auc":0.5} {"depth":"5"} {}""", """{"auc":0.4} {"depth":"6"} {}"""]);
        page = (await world.Http.SendAsync("GET", $"{Runs}?sort=-auc&fields=params.depth&limit=2&after={Uri.EscapeDataString(page.Text("next"))}", HttpStatusCode.OK))!;
        Depths(page).ShouldBe(["7", "8"]);
        Depths((await world.Http.SendAsync("GET", $"{Runs}?sort=depth&q={Uri.EscapeDataString("metrics.loss = 0")}", HttpStatusCode.OK))!).ShouldBe(["5", "7", "9"]);
        Depths((await world.Http.SendAsync("GET", Runs + "?state=FINISHED&sort=depth", HttpStatusCode.OK))!).ShouldBeEmpty();
        foreach ((string query, long count) in ((string, long)[])[("", 5), ("?q=metrics.loss%20%3D%201", 2), ("?q=params.seed%20%3D%20'1'", 5), ("?state=FINISHED", 0), ("?state=RUNNING&q=metrics.auc%20%3E%200.35", 2), ("?experiment=none", 0)])
            (await world.Http.SendAsync("GET", Runs + "/count" + query, HttpStatusCode.OK))!.ToJsonString().ShouldBe($$"""{"count":{{count}},"exact":true}""", query);
        foreach ((string query, string? field) in ((string, string?)[])[("?fields=auc", "fields"), ("/count?q=metrics.auc%20%3E", null), ("?view=none&q=metrics.auc%20%3E%200", "q")])
            (await world.Http.SendAsync("GET", Runs + query, HttpStatusCode.BadRequest))!["field"]?.GetValue<string>().ShouldBe(field);
    }

    [Fact]
    public async Task A_list_costs_what_it_shows_however_much_was_logged()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        (long light, IReadOnlyList<string> asked) = await CostAsync(world, "light", 1);
        (long heavy, _) = await CostAsync(world, "heavy", 900);
        ((double)heavy / light).ShouldBeLessThan(1.5, $"{light} and {heavy} steps");
        asked.ShouldNotContain(sql => sql.Contains("tracking_params", StringComparison.Ordinal) || sql.Contains("schema_json", StringComparison.Ordinal));
        asked.Count.ShouldBeLessThan(10);
    }

    [Fact]
    public async Task Counting_ends_at_a_number_found_and_at_a_number_looked_at()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await ManyRuns.FillAsync(world, 400);
        var counts = new RunCountStore { Most = 50, Looked = 100 };
        await world.Database.ReadAsync(s =>
        {
            RunCount Count(string filter) => counts.Count(s, [0], new SearchQuery("active", RunTable.Filter(filter), [], 1, 0));
            Count("").ShouldBe(new RunCount(50, false));
            // An index finds these.
            Count("params.rare = '7'").ShouldBe(new RunCount(1, true));
            Count("params.p0 = '1'").ShouldBe(new RunCount(50, false));
            // No index does; a hundred are looked at.
            RunCount some = Count("metrics.m0 != 0.5 and attributes.user_id LIKE 'b%'");
            some.ShouldBe(new RunCount(0, false));
            new RunCountStore { Most = 500 }.Count(s, [0], new SearchQuery("active", RunTable.Filter("params.p0 != '1'"), [], 1, 0)).ShouldBe(new RunCount(320, true));
            return true;
        }, TestContext.Current.CancellationToken);
    }

    private static async Task<(long Steps, IReadOnlyList<string> Asked)> CostAsync(TestWorld world, string name, int metrics)
    {
        string id = await ExperimentAsync(world, name), logged = string.Join(',', Enumerable.Range(0, metrics).Select(i => $$"""{"key": "m{{i}}", "value": {{i}}, "timestamp": 1}"""));
        string parameters = string.Join(',', Enumerable.Range(0, Math.Min(metrics, 100)).Select(i => $$"""{"key": "p{{i}}", "value": "{{i}}"}"""));
        for (int i = 0; i < 12; i++) await LogAsync(world, id, $"[{logged}]", $"[{parameters}]");
        return await world.Database.ReadAsync(s =>
        {
            var asked = new Statements(s);
            (IReadOnlyList<RunView> runs, _) = world.Get<RunTable>().Find(s, [long.Parse(id)], new RunAsk(), null, 10, RunFields.Asked("metrics.m0,inputs"));
            IReadOnlyList<string> statements = asked.Stop();
            runs.ShouldAllBe(r => r.Metrics.Count == 1);
            return (asked.Steps, statements);
        }, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> Depths(JsonNode page) => page["items"]!.AsArray().Select(r => r!["params"]!.Text("depth"));

    private static async Task<string> ExperimentAsync(TestWorld world, string name) => (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{name}}"}"""))["experiment_id"]!;

    private static async Task LogAsync(TestWorld world, string experiment, string metrics, string parameters)
        => await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{await world.CreateRunAsync(experiment)}}", "metrics": {{metrics}}, "params": {{parameters}}}""");
}
