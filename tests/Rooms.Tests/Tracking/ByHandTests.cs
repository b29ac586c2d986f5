using System.Net;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>What people do to runs by hand: move, remark, bring in from a sheet.</summary>
public sealed class ByHandTests
{
    private const string Sheet = "name,status,started,auc,depth,metrics.rows,params.seed,tags.team,note\r\n\"a, b\",FINISHED,2026-11-20T08:00:00Z,0.75,deep,100,7,ops,\"said \"\"hm\"\"\nand more\"\nsecond,failed,,0.5,5,90,8,,\n";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_sheet_becomes_runs_that_are_marked(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        JsonObject report = await SheetAsync(world, Sheet);
        ((int)report["imported"]!, (int)report["known"]!).ShouldBe((2, 0));
        report["metrics"]!.AsArray().Select(m => (string)m!).ShouldBe(["auc", "rows"]);
        report["params"]!.AsArray().Select(p => (string)p!).ShouldBe(["depth", "seed"]);
        ((int)(await SheetAsync(world, Sheet))["known"]!).ShouldBe(2, "the same rows are the same runs");
        JsonObject run = (await world.Http.GetFromJsonAsync<JsonObject>($"/api/v1/projects/{TrackingWorld.Project}/runs/a%2C%20b", TestContext.Current.CancellationToken))!;
        ((double)run["metrics"]!["auc"]!, (string)run["params"]!["depth"]!, (string)run["tags"]!["mlflow.note.content"]!).ShouldBe((0.75, "deep", "said \"hm\"\nand more"));
        (await world.EventsAsync("run.finished")).Select(e => (e.Grade, (string?)e.Data["status"])).ShouldBe([(0, "succeeded"), (0, "failed")], ignoreOrder: true);
    }

    [Theory]
    [InlineData("name,auc\n", "needs a first line")]
    [InlineData("name,auc\na\n", "Row 1 of the sheet has 1 fields")]
    [InlineData("auc,auc\n1,2\n", "two columns")]
    [InlineData("name,metrics.auc\na,high\n", "is not a number")]
    [InlineData("name,started\na,soon\n", "ISO time")]
    [InlineData("name,status\na,DONE\n", "'status' must be")]
    [InlineData("name,note\na,\"open\n", "a quote is not closed")]
    [InlineData("name,params.a..b/../c\na,1\n", "must not resolve")]
    public async Task A_sheet_with_a_fault_brings_nothing_and_says_where(string sheet, string said)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        using HttpResponseMessage answer = await SendAsync(world, sheet);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(said);
        ((JsonArray?)(await world.PostAsync("runs/search", """{"experiment_ids": ["0", "1"]}"""))["runs"]).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_run_that_is_moved_is_found_there_with_all_it_has(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string from = await ExperimentAsync(world, TrackingWorld.Project), to = await ExperimentAsync(world, "archive"), run = await world.CreateRunAsync(from);
        await world.PostAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "auc", "value": 0.75, "timestamp": 1}""");
        await world.PostAsync("runs/log-inputs", $$$"""{"run_id": "{{{run}}}", "datasets": [{"dataset": {"name": "d", "digest": "x", "source_type": "local", "source": "s"}}]}""");
        using HttpResponseMessage moved = await world.Http.PostAsJsonAsync($"/api/v1/projects/{TrackingWorld.Project}/runs/{run}/move", new { experiment = "archive" }, TestContext.Current.CancellationToken);
        moved.StatusCode.ShouldBe(HttpStatusCode.OK, await moved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        (await FoundAsync(world, from)).ShouldBeNull();
        JsonObject found = (await FoundAsync(world, to))!;
        ((string)found["info"]!["run_id"]!, (string)found["inputs"]!["dataset_inputs"]![0]!["dataset"]!["name"]!).ShouldBe((run, "d"));
        using HttpResponseMessage nowhere = await world.Http.PostAsJsonAsync($"/api/v1/projects/{TrackingWorld.Project}/runs/{await world.CreateRunAsync(from)}/move", new { experiment = "no such" }, TestContext.Current.CancellationToken);
        nowhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_remark_is_kept_with_who_made_it()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string run = await world.CreateRunAsync(await ExperimentAsync(world, TrackingWorld.Project));
        using HttpResponseMessage answer = await world.Http.PostAsJsonAsync($"/api/v1/projects/{TrackingWorld.Project}/runs/{run}/note", new { text = "too few rows" }, TestContext.Current.CancellationToken);
        JsonObject view = (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
        ((string)view["tags"]!["mlflow.note.content"]!, (string)view["tags"]!["cairn.note.by"]!).ShouldBe(("too few rows", "local"));
    }

    private static async Task<JsonObject?> FoundAsync(TestWorld world, string experiment)
        => (await world.PostAsync("runs/search", $$"""{"experiment_ids": ["{{experiment}}"], "filter": "metrics.auc > 0.7", "order_by": ["metrics.auc DESC"]}"""))["runs"]?[0]?.AsObject();

    private static async Task<string> ExperimentAsync(TestWorld world, string name) => (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{name}}"}"""))["experiment_id"]!;

    private static Task<HttpResponseMessage> SendAsync(TestWorld world, string sheet)
        => world.Http.PostAsync($"/api/v1/projects/{TrackingWorld.Project}/runs/import?experiment=by-hand&origin=results.csv", new StringContent(sheet), TestContext.Current.CancellationToken);

    private static async Task<JsonObject> SheetAsync(TestWorld world, string sheet)
    {
        using HttpResponseMessage answer = await SendAsync(world, sheet);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
    }
}
