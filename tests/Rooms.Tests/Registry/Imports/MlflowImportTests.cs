using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Rooms.Tests.Tracking;

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
        JsonObject report = await ImportAsync(world, file.Path, file.Artifacts);
        Counts(report).ShouldBe(new Dictionary<string, (long, long)>
        {
            ["aliases"] = (1, 1),
            ["datasets"] = (1, 1),
            ["experiments"] = (2, 2),
            ["files"] = (3, 3),
            ["logged models"] = (1, 1),
            ["metric points"] = (90, 90),
            ["params"] = (60, 60),
            ["registered models"] = (1, 1),
            ["runs"] = (30, 30),
            ["tags"] = (60, 60),
            ["versions"] = (2, 2),
        }, ignoreOrder: true);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());

        JsonObject run = (await world.GetAsync($"runs/get?run_id={MlflowFile.Id(0)}"))["run"]!.AsObject();
        ((long)run["info"]!["start_time"]!).ShouldBe(1_700_000_000_000);
        ((string)run["inputs"]!["dataset_inputs"]![0]!["dataset"]!["name"]!).ShouldBe("flights");
        ((long)run["outputs"]!["model_outputs"]![0]!["step"]!).ShouldBe(3);
        JsonArray history = (await world.GetAsync($"metrics/get-history?run_id={MlflowFile.Id(0)}&metric_key=auc"))["metrics"]!.AsArray();
        history.Select(p => (double)p!["value"]!).ShouldBe([0.5, 0.75]);
        ((string)(await world.GetAsync($"metrics/get-history?run_id={MlflowFile.Id(0)}&metric_key=loss"))["metrics"]![0]!["value"]!).ShouldBe("NaN");
        ((string)(await world.GetAsync("experiments/get-by-name?experiment_name=old"))["experiment"]!["lifecycle_stage"]!).ShouldBe("deleted");

        JsonObject champion = (await world.GetAsync("registered-models/alias?name=delay&alias=champion"))["model_version"]!.AsObject();
        ((string)champion["version"]!).ShouldBe("3");
        ((string)champion["current_stage"]!).ShouldBe("Production");
        (await world.Http.GetStringAsync($"/model-versions/get-artifact?name=delay&version=1&path=MLmodel", TestContext.Current.CancellationToken)).ShouldBe("flavors: {}");

        IReadOnlyList<LedgerEvent> events = await world.EventsAsync();
        events.Where(e => e.Type is "run.started" or "run.finished" or "version.registered").Select(e => e.Grade).Distinct().ShouldBe([0]);
        events.Count(e => e.Type == "run.finished").ShouldBe(30);
    }

    [Fact]
    public async Task A_server_is_brought_over_as_its_clients_see_it()
    {
        using var file = new MlflowFile(25);
        await using TestWorld source = await TrackingWorld.StartListeningAsync();
        await ImportAsync(source, file.Path, file.Artifacts);
        string prompt = """{"name": "greeting", "tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}]}""";
        await source.PostAsync("registered-models/create", prompt);
        await using TestWorld world = await TrackingWorld.StartAsync();
        JsonObject report = await ImportAsync(world, source.Http.BaseAddress!.ToString(), null);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        Counts(report)["runs"].ShouldBe((25, 25));
        Counts(report)["registered models"].ShouldBe((2, 2));
        Counts(report)["files"].ShouldBe((3, 3));
        // Once more changes nothing.
        ((bool)(await ImportAsync(world, source.Http.BaseAddress!.ToString(), null))["matches"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_here_already_stays_and_is_named()
    {
        using var file = new MlflowFile(3);
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.PostAsync("registered-models/create", """{"name": "delay"}""");
        JsonObject report = await ImportAsync(world, file.Path, null);
        ((bool)report["matches"]!).ShouldBeFalse();
        string[] left = [.. report["left_out"]!.AsArray().Select(l => (string)l!)];
        left.ShouldContain("model delay: a registered model of this name is here already");
        left.ShouldContain(l => l.Contains("cannot be read from here"));
    }

    [Fact]
    public async Task A_real_ledger_takes_nothing_from_a_simulated_world()
    {
        using var file = new MlflowFile(2);
        await using TestWorld source = await TrackingWorld.StartListeningAsync();
        await ImportAsync(source, file.Path, null);
        await using TestWorld world = await TrackingWorld.StartNowAsync(TestEngines.Sqlite);
        JsonObject report = await ImportAsync(world, source.Http.BaseAddress!.ToString(), null);
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
        JsonObject report = await ImportAsync(world, from, null);
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

    private static async Task<JsonObject> ImportAsync(TestWorld world, string from, string? artifacts)
    {
        using HttpResponseMessage begun = await world.Http.PostAsJsonAsync("/api/v1/imports/mlflow", new { from, artifacts }, TestContext.Current.CancellationToken);
        begun.StatusCode.ShouldBe(HttpStatusCode.Accepted, await begun.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await world.QuietAsync();
        return (await world.Http.GetFromJsonAsync<JsonObject>("/api/v1/imports/mlflow/report?from=" + Uri.EscapeDataString(from), TestContext.Current.CancellationToken))!;
    }

    private static Dictionary<string, (long There, long Here)> Counts(JsonObject report)
        => report["counts"]!.AsArray().ToDictionary(c => (string)c!["what"]!, c => ((long)c!["there"]!, (long)c["here"]!));
}
