using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>What an ordinary MLflow session sends, and what it must be answered.</summary>
public sealed class SessionTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_session_from_start_to_search(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        JsonObject missing = await world.SendAsync(HttpMethod.Get, "experiments/get-by-name?experiment_name=flight-delay", null, HttpStatusCode.NotFound);
        ((string)missing["error_code"]!).ShouldBe("RESOURCE_DOES_NOT_EXIST");
        string experiment = (string)(await world.PostAsync("experiments/create", """{"name": "flight-delay"}"""))["experiment_id"]!;
        JsonNode got = (await world.GetAsync($"experiments/get?experiment_id={experiment}"))["experiment"]!;
        ((string)got["artifact_location"]!).ShouldBe($"mlflow-artifacts:/{experiment}");
        string run = await world.CreateRunAsync(experiment, """[{"key": "mlflow.user", "value": "ada"}, {"key": "mlflow.source.git.commit", "value": "abc"}, {"key": "mlflow.runName", "value": "auto"}]""");
        await world.PostAsync("runs/log-batch", $$"""
            {"run_id": "{{run}}", "params": [{"key": "a", "value": "1"}, {"key": "b", "value": "None"}], "tags": [{"key": "estimator", "value": "tree"}],
             "metrics": [{"key": "loss", "value": 0.5, "timestamp": 1795163472083, "step": 1}, {"key": "inf", "value": "Infinity", "timestamp": 5, "step": 0}, {"key": "nan", "value": "NaN", "timestamp": 5}]}
            """);
        await world.PostAsync("runs/log-metric", $$"""{"run_uuid": "{{run}}", "run_id": "{{run}}", "key": "loss", "value": 0.25, "timestamp": 1795163472299, "step": 2}""");
        await world.PostAsync("runs/log-parameter", $$"""{"run_uuid": "{{run}}", "run_id": "{{run}}", "key": "a", "value": "1"}""");
        await world.PostAsync("runs/log-inputs", $$"""
            {"run_id": "{{run}}", "datasets": [{"tags": [{"key": "mlflow.data.context", "value": "train"}], "dataset": {"name": "d", "digest": "fd568ab7", "source_type": "code", "source": "{}", "schema": "{}"} }]}
            """);
        JsonNode info = (await world.PostAsync("runs/update", $$"""{"run_uuid": "{{run}}", "status": "FINISHED", "end_time": 1795163471336, "run_id": "{{run}}"}"""))["run_info"]!;
        ((string)info["status"]!).ShouldBe("FINISHED");

        JsonObject found = await world.PostAsync("runs/search", $$"""
            {"experiment_ids": ["{{experiment}}"], "run_view_type": "ACTIVE_ONLY", "filter": "params.a='1' and metrics.loss < 0.3 AND tags.`mlflow.user` LIKE 'a%' and dataset.name = 'd'", "max_results": 10, "order_by": ["metrics.loss DESC"]}
            """);
        JsonNode read = found["runs"]!.AsArray().Single()!;
        ((string)read["info"]!["run_name"]!).ShouldBe("auto");
        Values(read, "metrics").ShouldBe(["inf=1.7976931348623157E+308", "loss=0.25", "nan=NaN"]);
        Values(read, "params").ShouldBe(["a=1", "b=None"]);
        ((string)read["inputs"]!["dataset_inputs"]![0]!["tags"]![0]!["value"]!).ShouldBe("train");
        JsonArray history = (await world.GetAsync($"metrics/get-history?run_uuid={run}&metric_key=loss&run_id={run}&max_results=25000"))["metrics"]!.AsArray();
        history.Select(m => (double)m!["value"]!).ShouldBe([0.5, 0.25]);

        IReadOnlyList<LedgerEvent> events = await world.EventsAsync("run");
        events.Select(e => e.Type).ShouldBe(["run.started", "run.finished"]);
        events.ShouldAllBe(e => e.Project == "flight-delay" && e.Grade == 1 && e.Subject.Id == run);
        events[1].Data.ToJsonString().ShouldBe("""
            {"purpose":"train","for":"experiment","commit":"abc","verified":false,"managed":false,"experiment":"1","params":2,"metrics":3,"status":"succeeded","duration_s":10.402}
            """.Trim());
        JsonNode own = JsonNode.Parse(await world.Http.GetStringAsync("/api/v1/projects/flight-delay/runs/auto"))!;
        ((double)own["metrics"]!["loss"]!).ShouldBe(0.25);
    }

    [Fact]
    public async Task Parameters_are_written_once_and_a_conflict_leaves_everything_as_it_was()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string run = await world.CreateRunAsync();
        await world.PostAsync("runs/log-parameter", $$"""{"run_id": "{{run}}", "key": "p", "value": "1"}""");
        string message = await world.RefusedAsync("runs/log-batch", $$"""
            {"run_id": "{{run}}", "params": [{"key": "p", "value": "2"}], "metrics": [{"key": "m", "value": 1, "timestamp": 1}]}
            """, "INVALID_PARAMETER_VALUE");
        message.ShouldStartWith("Changing param values is not allowed. Param with key='p' was already logged with value='1'");
        (await world.GetAsync($"runs/get?run_id={run}"))["run"]!["data"]!["metrics"].ShouldBeNull();
    }

    [Fact]
    public async Task The_latest_value_is_by_step_and_the_same_point_twice_is_one()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string run = await world.CreateRunAsync();
        foreach ((double value, int step) in ((double, int)[])[(3, 5), (1, 2), (3, 5), (2, -1)])
            await world.PostAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "m", "value": {{value}}, "timestamp": 10, "step": {{step}}}""");
        JsonNode latest = (await world.GetAsync($"runs/get?run_id={run}"))["run"]!["data"]!["metrics"]!.AsArray().Single()!;
        ((double)latest["value"]!).ShouldBe(3);
        JsonObject page = await world.GetAsync($"metrics/get-history?run_id={run}&metric_key=m&max_results=2");
        page["metrics"]!.AsArray().Select(m => (long)m!["step"]!).ShouldBe([-1, 2]);
        JsonObject rest = await world.GetAsync($"metrics/get-history?run_id={run}&metric_key=m&max_results=2&page_token={Uri.EscapeDataString((string)page["next_page_token"]!)}");
        rest["metrics"]!.AsArray().Select(m => (long)m!["step"]!).ShouldBe([5]);
    }

    [Fact]
    public async Task Deleted_runs_and_experiments_take_nothing_and_come_back()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string experiment = (string)(await world.PostAsync("experiments/create", """{"name": "e"}"""))["experiment_id"]!, run = await world.CreateRunAsync(experiment);
        await world.PostAsync("runs/delete", $$"""{"run_id": "{{run}}"}""");
        await world.PostAsync("runs/delete", $$"""{"run_id": "{{run}}"}""");
        await world.RefusedAsync("runs/set-tag", $$"""{"run_id": "{{run}}", "key": "a", "value": "b"}""", "INVALID_PARAMETER_VALUE");
        (await world.PostAsync("runs/search", $$"""{"experiment_ids": ["{{experiment}}"]}""")).Count.ShouldBe(0);
        await world.PostAsync("runs/restore", $$"""{"run_id": "{{run}}"}""");
        await world.PostAsync("experiments/delete", $$"""{"experiment_id": "{{experiment}}"}""");
        await world.RefusedAsync("experiments/create", """{"name": "e"}""", "RESOURCE_ALREADY_EXISTS");
        await world.RefusedAsync("experiments/delete", $$"""{"experiment_id": "{{experiment}}"}""", "RESOURCE_DOES_NOT_EXIST", HttpStatusCode.NotFound);
        await world.RefusedAsync("runs/create", $$"""{"experiment_id": "{{experiment}}"}""", "INVALID_PARAMETER_VALUE");
        await world.PostAsync("experiments/restore", $$"""{"experiment_id": "{{experiment}}"}""");
        (await world.PostAsync("runs/search", $$"""{"experiment_ids": ["{{experiment}}"]}"""))["runs"]!.AsArray().Count.ShouldBe(1);
        (await world.EventsAsync("run")).Select(e => (string?)e.Data["reason"]).ShouldBe([null, "deleted", "restored"]);
    }

    [Theory]
    [InlineData("runs/create", """{"experiment_id": "abc"}""", "INVALID_PARAMETER_VALUE", 400)]
    [InlineData("runs/create", """{"experiment_id": "77"}""", "RESOURCE_DOES_NOT_EXIST", 404)]
    [InlineData("runs/update", """{"run_id": "nope"}""", "RESOURCE_DOES_NOT_EXIST", 404)]
    [InlineData("runs/update", "{}", "INVALID_PARAMETER_VALUE", 400)]
    [InlineData("runs/update", "{not json", "INVALID_PARAMETER_VALUE", 400)]
    [InlineData("runs/update", """{"run_id": "a\n"}""", "INVALID_PARAMETER_VALUE", 400)]
    [InlineData("runs/search", """{"experiment_ids": ["0"], "max_results": 0}""", "INVALID_PARAMETER_VALUE", 400)]
    [InlineData("runs/search", """{"experiment_ids": ["0"], "page_token": "@@"}""", "INVALID_PARAMETER_VALUE", 400)]
    [InlineData("runs/search", """{"experiment_ids": ["0"], "filter": "metrics.a > 1 XOR metrics.b > 2"}""", "INVALID_PARAMETER_VALUE", 400)]
    [InlineData("runs/search", """{"experiment_ids": ["0"], "order_by": ["metrics.a NULLS LAST"]}""", "INVALID_PARAMETER_VALUE", 400)]
    [InlineData("experiments/search", "{}", "INVALID_PARAMETER_VALUE", 400)]
    [InlineData("experiments/create", """{"name": "x", "artifact_location": "file:///etc"}""", "INVALID_PARAMETER_VALUE", 400)]
    [InlineData("experiments/create", """{"name": "x", "artifact_location": "mlflow-artifacts:/1/../2"}""", "INVALID_PARAMETER_VALUE", 400)]
    [InlineData("experiments/create", """{"name": 7}""", "INVALID_PARAMETER_VALUE", 400)]
    public async Task A_mistake_is_refused_in_the_clients_words(string path, string json, string code, int status)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        (await world.RefusedAsync(path, json, code, (HttpStatusCode)status)).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a'b")]
    public async Task Keys_that_are_no_plain_names_are_refused(string key)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string run = await world.CreateRunAsync();
        await world.RefusedAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "{{key}}", "value": 1, "timestamp": 1}""", "INVALID_PARAMETER_VALUE");
    }

    private static IEnumerable<string> Values(JsonNode run, string list) => run["data"]![list]!.AsArray().Select(m => $"{m!["key"]}={m["value"]}");
}
