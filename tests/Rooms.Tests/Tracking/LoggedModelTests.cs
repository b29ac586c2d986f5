using System.Net;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Logged models: their metrics, the search for them, and runs that are the server's own.</summary>
public sealed class LoggedModelTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Models_are_found_by_metric_parameter_tag_and_attribute_in_the_order_asked_for(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string low = await ModelAsync(world, "low", 0.2), high = await ModelAsync(world, "high", 0.8), none = await ModelAsync(world, "none", null);
        (await FoundAsync(world, "", "metrics.acc", false)).ShouldBe([high, low, none]);
        (await FoundAsync(world, "", "metrics.acc", true)).ShouldBe([low, high, none]);
        (await FoundAsync(world, "metrics.acc > 0.5 OR name = 'none'", "name", true)).ShouldBe([high, none]);
        (await FoundAsync(world, "params.p = 'low' AND tags.t LIKE 'l%'", "name", true)).ShouldBe([low]);
        (await FoundAsync(world, "status = 'PENDING' AND experiment_id IN ('0') AND name != 'none'", "name", true)).ShouldBe([high, low]);
        (await FoundAsync(world, "metrics.acc > 0.5", "name", true, """[{"dataset_name": "d", "dataset_digest": "1"}]""")).ShouldBe([high]);
        (await FoundAsync(world, "metrics.acc > 0.5", "name", true, """[{"dataset_name": "other"}]""")).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_page_token_goes_with_its_query_alone(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await ModelAsync(world, "a", 1);
        await ModelAsync(world, "b", 1);
        string token = (string)(await world.PostAsync("logged-models/search", """{"experiment_ids": ["0"], "max_results": 1}"""))["next_page_token"]!;
        JsonObject next = await world.PostAsync("logged-models/search", $$"""{"experiment_ids": ["0"], "max_results": 1, "page_token": "{{token}}"}""");
        next["models"]!.AsArray().Count.ShouldBe(1);
        next["next_page_token"].ShouldBeNull();
        await world.RefusedAsync("logged-models/search", $$"""{"experiment_ids": ["0"], "filter": "name = 'a'", "page_token": "{{token}}"}""", "INVALID_PARAMETER_VALUE");
        await world.RefusedAsync("logged-models/search", "{}", "INVALID_PARAMETER_VALUE");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_deleted_model_is_seen_only_by_who_asks_for_it(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string model = await ModelAsync(world, "a", 1);
        await world.SendAsync(HttpMethod.Delete, $"logged-models/{model}", null);
        await world.SendAsync(HttpMethod.Get, $"logged-models/{model}", null, HttpStatusCode.NotFound);
        (await world.GetAsync($"logged-models/{model}?allow_deleted=True"))["model"].ShouldNotBeNull();
        (await FoundAsync(world, "", "name", true)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_refusal_names_the_place_in_the_message(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string run = await world.CreateRunAsync();
        (await world.RefusedAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{"key": "a", "value": 1, "timestamp": 1}, {"key": "b", "value": true, "timestamp": 1}]}""", "INVALID_PARAMETER_VALUE"))
            .ShouldStartWith("Invalid value true for parameter 'metrics[1].value' supplied:  Hint: Value was of type 'bool'.");
        (await world.RefusedAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{"key": "a", "value": 1}]}""", "INVALID_PARAMETER_VALUE")).ShouldStartWith("Missing value for required parameter 'metrics[0].timestamp'.");
        (await world.RefusedAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "a", "timestamp": 1}""", "INVALID_PARAMETER_VALUE")).ShouldStartWith("Missing value for required parameter 'value'.");
        (await world.RefusedAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{"key": "a", "value": 1, "timestamp": 1, "model_id": "m-0"}]}""", "RESOURCE_DOES_NOT_EXIST", HttpStatusCode.NotFound)).ShouldContain("m-0");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_run_tells_the_models_that_it_made_of_its_own_project_alone(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string home = (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{TrackingWorld.Project}}"}"""))["experiment_id"]!, run = await world.CreateRunAsync(home);
        string said = await OfAsync(home, run), put = await OfAsync(home, ""), gone = await OfAsync(home, run), elsewhere = await OfAsync("0", run);
        await world.PostAsync("runs/outputs", $$"""{"run_id": "{{run}}", "models": [{"model_id": "{{put}}", "step": 2}, {"model_id": "{{said}}", "step": 1}, {"model_id": "{{elsewhere}}", "step": 1}]}""");
        await world.SendAsync(HttpMethod.Delete, $"logged-models/{gone}", null);
        var stores = world.Get<Cairn.Tracking.TrackingStores>();
        (await MadeAsync(TrackingWorld.Project, 50)).ShouldBe([said, put], ignoreOrder: true);
        (await MadeAsync(TrackingWorld.Project, 1)).Count.ShouldBe(1);
        (await MadeAsync("churn", 50)).ShouldBeEmpty();

        async Task<IReadOnlyList<string>> MadeAsync(string project, int most)
            => [.. (await world.Database.ReadAsync(s => stores.Models.OfRun(s, project, stores.Runs.Find(s, run)!.Num, run, most), TestContext.Current.CancellationToken)).Select(m => m.Id)];

        async Task<string> OfAsync(string experiment, string from)
            => (string)(await world.PostAsync("logged-models", $$"""{"experiment_id": "{{experiment}}", "name": "m", "source_run_id": "{{from}}"}"""))["model"]!["info"]!["model_id"]!;
    }

    [Fact]
    public async Task A_run_of_a_pipeline_is_written_by_the_server_alone()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        var tracking = world.Get<Cairn.Tracking.ITracking>();
        string run = (await tracking.StartAsync(new Cairn.Tracking.StartRun(TrackingWorld.Project, TrackingWorld.Project, "p1", null, Managed: true, []), Cairn.Contracts.Ledger.Actor.Service("pipelines"), [], TestContext.Current.CancellationToken)).RunId;
        foreach ((string path, string body) in ((string, string)[])
            [("runs/log-metric", "\"key\": \"m\", \"value\": 1, \"timestamp\": 1"), ("runs/set-tag", "\"key\": \"t\", \"value\": \"v\""), ("runs/update", "\"status\": \"FAILED\""), ("runs/delete", "\"x\": 1"), ("runs/log-inputs", "\"datasets\": []"), ("runs/outputs", "\"models\": []")])
            await world.RefusedAsync(path, $$"""{"run_id": "{{run}}", {{body}}}""", "PERMISSION_DENIED", HttpStatusCode.Forbidden);
        await tracking.LogAsync(run, [], [new Cairn.Tracking.RunMetric("m", 1, 1, 0)], [], TestContext.Current.CancellationToken);
        await tracking.EndAsync(run, "FINISHED", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Datasets_of_experiments_are_listed_once()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        foreach (string run in (string[])[await world.CreateRunAsync(), await world.CreateRunAsync()])
            await world.PostAsync("runs/log-inputs", $$"""{"run_id": "{{run}}", "datasets": [{"tags": [{"key": "mlflow.data.context", "value": "train"}], "dataset": {"name": "d", "digest": "1", "source_type": "local", "source": "s"} } ]}""");
        (await world.PostAsync("experiments/search-datasets", """{"experiment_ids": ["0"]}"""))["dataset_summaries"]!.ToJsonString().ShouldBe("""[{"experiment_id":"0","name":"d","digest":"1","context":"train"}]""");
    }

    private static async Task<string> ModelAsync(TestWorld world, string name, double? accuracy)
    {
        string model = (string)(await world.PostAsync("logged-models", $$"""{"experiment_id": "0", "name": "{{name}}", "params": [{"key": "p", "value": "{{name}}"}], "tags": [{"key": "t", "value": "{{name}}"}]}"""))["model"]!["info"]!["model_id"]!;
        if (accuracy is null) return model;
        string run = await world.CreateRunAsync();
        foreach ((double value, int step) in ((double, int)[])[(0, 0), (accuracy.Value, 1)])
            await world.PostAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "acc", "value": {{value.ToString(System.Globalization.CultureInfo.InvariantCulture)}}, "timestamp": {{step}}, "step": {{step}}, "model_id": "{{model}}", "dataset_name": "d", "dataset_digest": "1"}""");
        return model;
    }

    private static async Task<string[]> FoundAsync(TestWorld world, string filter, string order, bool ascending, string datasets = "[]")
    {
        JsonObject found = await world.PostAsync("logged-models/search", $$"""{"experiment_ids": ["0"], "filter": {{JsonValue.Create(filter).ToJsonString()}}, "order_by": [{"field_name": "{{order}}", "ascending": {{(ascending ? "true" : "false")}} }], "datasets": {{datasets}}}""");
        return [.. (found["models"]?.AsArray() ?? []).Select(m => (string)m!["info"]!["model_id"]!)];
    }
}
