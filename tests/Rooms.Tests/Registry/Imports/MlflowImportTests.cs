using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Rooms.Tests.Tracking;
using Cairn.Rooms.Tests.Tracking.Traces;

namespace Cairn.Rooms.Tests.Registry.Imports;

/// <summary>A whole server brought over: what was there is here, under the same names and numbers, and counts for nothing.</summary>
public sealed class MlflowImportTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_database_is_brought_over_with_all_that_it_holds(string engine)
    {
        using var file = new MlflowFile(30);
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await IsWholeAsync(world, await world.ImportAsync(file.Place, file.Artifacts));
    }

    /// <summary>The other engine that such a server may have.</summary>
    [Fact]
    public async Task A_database_of_PostgreSQL_is_brought_over_alike()
    {
        await using TestPostgres postgres = await TestPostgres.CreateAsync();
        using var file = new MlflowFile(30, postgres.Url);
        await using TestWorld world = await TrackingWorld.StartAsync();
        await IsWholeAsync(world, await world.ImportAsync(file.Place, file.Artifacts));
    }

    private static async Task IsWholeAsync(TestWorld world, JsonObject report)
    {
        report.Counts().ShouldBe(new Dictionary<string, (long, long)>
        {
            ["aliases"] = (1, 1),
            ["assessments"] = (2, 2),
            ["datasets"] = (1, 1),
            ["evaluation datasets"] = (1, 1),
            ["evaluation records"] = (2, 2),
            ["experiments"] = (3, 3),
            ["files"] = (3, 3),
            ["logged models"] = (2, 2),
            ["model metrics"] = (2, 2),
            ["metric points"] = (90, 90),
            ["params"] = (60, 60),
            ["registered models"] = (1, 1),
            ["runs"] = (30, 30),
            ["spans"] = (2, 2),
            ["tags"] = (60, 60),
            ["traces"] = (3, 3),
            ["versions"] = (2, 2),
            ["webhooks"] = (1, 1),
        }, ignoreOrder: true);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        report["changed"]!.AsArray().Select(c => (string)c!).ShouldBe(["webhook hook: switched off, and without its secret, which its server does not tell"]);

        JsonObject run = (await world.GetAsync($"runs/get?run_id={MlflowFile.Id(0)}"))["run"]!.AsObject();
        ((long)run["info"]!["start_time"]!).ShouldBe(1_700_000_000_000);
        ((string)run["inputs"]!["dataset_inputs"]![0]!["dataset"]!["name"]!).ShouldBe("flights");
        ((long)run["outputs"]!["model_outputs"]![0]!["step"]!).ShouldBe(3);
        JsonArray history = (await world.GetAsync($"metrics/get-history?run_id={MlflowFile.Id(0)}&metric_key=auc"))["metrics"]!.AsArray();
        history.Select(p => (double)p!["value"]!).ShouldBe([0.5, 0.75]);
        ((string)(await world.GetAsync($"metrics/get-history?run_id={MlflowFile.Id(0)}&metric_key=loss"))["metrics"]![0]!["value"]!).ShouldBe("NaN");
        ((string)(await world.GetAsync("experiments/get?experiment_id=1"))["experiment"]!["lifecycle_stage"]!).ShouldBe("deleted");
        ((string)(await world.GetAsync("experiments/get?experiment_id=42"))["experiment"]!["name"]!).ShouldBe("kept");
        ((string)(await world.PostAsync("experiments/create", """{"name": "next"}"""))["experiment_id"]!).ShouldBe("43");
        await HasTracesAsync(world);

        JsonObject champion = (await world.GetAsync("registered-models/alias?name=delay&alias=champion"))["model_version"]!.AsObject();
        ((string)champion["version"]!).ShouldBe("3");
        ((string)champion["current_stage"]!).ShouldBe("Production");
        (await world.Http.GetStringAsync($"/model-versions/get-artifact?name=delay&version=1&path=MLmodel", TestContext.Current.CancellationToken)).ShouldBe("flavors: {}");

        IReadOnlyList<LedgerEvent> events = await world.EventsAsync();
        events.Where(e => e.Type is "run.started" or "run.finished" or "version.registered").Select(e => e.Grade).Distinct().ShouldBe([0]);
        events.Count(e => e.Type == "run.finished").ShouldBe(30);
    }

    // Logged models with their numbers, traces with spans and thoughts, datasets with records, and the webhook.
    private static async Task HasTracesAsync(TestWorld world)
    {
        JsonObject model = (await world.GetAsync("logged-models/m-0123456789abcdef0123456789abcdef"))["model"]!.AsObject();
        model["data"]!["metrics"]!.AsArray().Select(m => ((string)m!["key"]!, (double)m["value"]!, (string?)m["dataset_digest"])).ShouldBe([("auc", 0.75, "abc"), ("loss", 0.25, null)]);
        ((string)(await world.GetAsync("logged-models/m-ffffffffffffffffffffffffffffffff?allow_deleted=true"))["model"]!["info"]!["name"]!).ShouldBe("gone");
        await world.SendAsync(HttpMethod.Get, "logged-models/m-ffffffffffffffffffffffffffffffff", null, HttpStatusCode.NotFound);
        JsonObject trace = (await world.ThreeAsync(HttpMethod.Get, $"traces/get?trace_id=tr-{MlflowFile.Id(1)}"))["trace"]!.AsObject(), info = trace["trace_info"]!.AsObject();
        ((string)info["request_time"]!, (string)info["execution_duration"]!, (string)info["client_request_id"]!, (string)info["request_preview"]!, (string)info["tags"]!["mlflow.traceName"]!).ShouldBe(("2023-11-14T22:13:20Z", "0.250s", "order-7", "why is it late?", "answer"));
        info["assessments"]!.AsArray().Select(a => ((string)a!["assessment_id"]!, (a["feedback"] ?? a["expectation"])!["value"]!.ToJsonString())).ShouldBe([("a-1", "true"), ("a-2", "\"wind\"")]);
        ((string)trace["spans"]![0]!["name"]!).ShouldBe("answer");
        (await world.ThreeAsync(HttpMethod.Get, $"traces/get?trace_id={MlflowFile.Id(3)}"))["trace"]!["spans"]!.AsArray().Count.ShouldBe(1);
        ((string)(await world.ThreeAsync(HttpMethod.Get, $"traces/tr-{MlflowFile.Id(2)}"))["trace"]!["trace_info"]!["state"]!).ShouldBe("IN_PROGRESS");
        JsonObject dataset = (await world.ThreeAsync(HttpMethod.Get, "datasets/d-1"))["dataset"]!.AsObject();
        ((string)dataset["name"]!, (string)dataset["tags"]!, (long)dataset["created_time"]!, (string)dataset["last_updated_by"]!).ShouldBe(("questions", """{"team":"ops"}""", 10, "ben"));
        ((string)(await world.ThreeAsync(HttpMethod.Get, "datasets/d-1/experiment-ids"))["experiment_ids"]![0]!).ShouldBe("0");
        JsonArray records = JsonNode.Parse((string)(await world.ThreeAsync(HttpMethod.Get, "datasets/d-1/records"))["records"]!)!.AsArray();
        records.Select(r => ((string)r!["dataset_record_id"]!, r["inputs"]!.ToJsonString(), r["outputs"]!.ToJsonString(), (long)r["created_time"]!)).ShouldBe([("dr-1", """{"q":"why?"}""", "\"wind\"", 10), ("dr-2", """{"q":"when?"}""", "{}", 12)]);
        JsonObject webhook = (await world.GetAsync("webhooks/w-1"))["webhook"]!.AsObject();
        ((string)webhook["status"]!, (string)webhook["events"]![0]!["entity"]!).ShouldBe(("DISABLED", "REGISTERED_MODEL"));
    }

    [Fact]
    public async Task A_server_is_brought_over_as_its_clients_see_it()
    {
        using var file = new MlflowFile(25);
        await using TestWorld source = await TrackingWorld.StartListeningAsync();
        await source.ImportAsync(file.Place, file.Artifacts);
        string prompt = """{"name": "greeting", "tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}]}""";
        await source.PostAsync("registered-models/create", prompt);
        await using TestWorld world = await TrackingWorld.StartAsync();
        JsonObject report = await world.ImportAsync(source.Http.BaseAddress!.ToString(), null);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        report.Counts()["runs"].ShouldBe((25, 25));
        report.Counts()["registered models"].ShouldBe((2, 2));
        report.Counts()["files"].ShouldBe((3, 3));
        foreach ((string what, long count) in ((string, long)[])[("experiments", 3), ("logged models", 2), ("model metrics", 2), ("traces", 3), ("spans", 2), ("assessments", 2), ("evaluation datasets", 1), ("evaluation records", 2), ("webhooks", 1)])
            report.Counts()[what].ShouldBe((count, count), what);
        await HasTracesAsync(world);
        // Once more changes nothing.
        ((bool)(await world.ImportAsync(source.Http.BaseAddress!.ToString(), null))["matches"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_here_already_stays_and_is_named()
    {
        using var file = new MlflowFile(3);
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.PostAsync("registered-models/create", """{"name": "delay"}""");
        JsonObject report = await world.ImportAsync(file.Place, null);
        ((bool)report["matches"]!).ShouldBeFalse();
        string[] left = [.. report["left_out"]!.AsArray().Select(l => (string)l!)];
        left.ShouldContain("model delay: a registered model of this name is here already");
        left.ShouldContain(l => l.Contains("cannot be read from here"));
    }

    [Fact]
    public async Task An_experiment_whose_id_is_taken_gets_another_and_that_is_said()
    {
        using var file = new MlflowFile(10);
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.PostAsync("experiments/create", """{"name": "mine"}""");
        JsonObject report = await world.ImportAsync(file.Place, file.Artifacts);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        report["changed"]!.AsArray().Select(c => (string)c!).ShouldContain("experiment 'old': its id is 2 here and 1 there");
        ((string)(await world.GetAsync("experiments/get?experiment_id=1"))["experiment"]!["name"]!).ShouldBe("mine");
        ((string)(await world.GetAsync($"runs/get?run_id={MlflowFile.Id(9)}"))["run"]!["info"]!["experiment_id"]!).ShouldBe("2");
    }

    [Fact]
    public async Task What_cannot_be_here_is_named()
    {
        using var file = new MlflowFile(1);
        file.Add("create table scorers (scorer_id VARCHAR(36)); insert into scorers values ('s-1'), ('s-2'); update webhooks set url = 'https://inside.example/x' where webhook_id = 'w-1'; insert into experiments values (50, 'odd' || char(7), 'mlflow-artifacts:/50', 'active', 8, 8); insert into registered_models values ('a/b', 10, 20, null); update trace_info set request_id = 'no id' where request_id = 'tr-" + MlflowFile.Id(2) + "'");
        await using TestWorld world = await TrackingWorld.StartAsync();
        JsonObject report = await world.ImportAsync(file.Place, file.Artifacts);
        ((bool)report["matches"]!).ShouldBeFalse();
        string[] left = [.. report["left_out"]!.AsArray().Select(l => (string)l!)];
        left.ShouldContain("2 scorers: they run in clients and are kept nowhere here");
        left.ShouldContain(l => l.StartsWith("webhook hook: ", StringComparison.Ordinal));
        left.ShouldContain(l => l.StartsWith("experiment 50 with its runs: Invalid experiment name", StringComparison.Ordinal));
        left.ShouldContain(l => l.StartsWith("model a/b: ", StringComparison.Ordinal));
        left.ShouldContain(l => l.StartsWith("no id: Invalid trace ID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_real_ledger_takes_nothing_from_a_simulated_world()
    {
        using var file = new MlflowFile(2);
        await using TestWorld source = await TrackingWorld.StartListeningAsync();
        await source.ImportAsync(file.Place, null);
        await using TestWorld world = await TrackingWorld.StartNowAsync(TestEngines.Sqlite);
        JsonObject report = await world.ImportAsync(source.Http.BaseAddress!.ToString(), null);
        ((string)report["state"]!).ShouldBe("failed");
        ((string)report["fault"]!).ShouldContain("is a simulated world");
        (await world.EventsAsync()).ShouldNotContain(e => e.Type == "run.started");
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "failed")]
    [InlineData("/nowhere/mlflow.db", "failed")]
    public async Task A_source_that_is_not_there_is_said(string from, string state)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        JsonObject report = await world.ImportAsync(from, null);
        ((string)report["state"]!).ShouldBe(state);
        ((string)report["fault"]!).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("mlflow.db")]
    [InlineData("ftp://host/x")]
    public async Task A_place_that_cannot_be_one_is_refused(string from)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        using HttpResponseMessage answer = await world.Http.PostAsJsonAsync("/api/v1/imports/mlflow", new { from }, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
