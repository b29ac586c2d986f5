using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Artifacts;
using Cairn.Registry;
using Cairn.Registry.Evaluations;
using Cairn.Rooms.Tests.Tracking;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>Cards of versions: what the records tell, and what people wrote.</summary>
public sealed class CardTests
{
    private const string Versions = "/api/v1/projects/flight-delay/models/delay/versions";
    private static readonly Actor Pipelines = Actor.Service("pipelines");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_card_tells_what_is_on_record_of_its_version(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await RegisterAsync(world);
        JsonNode card = await CardAsync(world, "1");
        ((string)card["version"]!["id"]!).ShouldBe("mv-delay-1");
        ((string)card["data"]![0]!["name"]!, (string)card["data"]![0]!["digest"]!, (string)card["data"]![0]!["context"]!).ShouldBe(("flights", "d1", "training"));
        ((string)card["params"]!["depth"]!).ShouldBe("7");
        ((double)card["metrics"]!["auc"]!).ShouldBe(0.71, "the newest evaluation, not what was registered");
        ((string)card["evaluation"]!["result"]!["slices"]![0]!["value"]!).ShouldBe("a|b");
        ((string)card["lineage"]!["tracked_run"]!).ShouldNotBeEmpty();
        ((string)card["lineage"]!["event"]!).ShouldBe((await world.EventsAsync("version.registered"))[0].Id);
        card["unwritten"]!.AsArray().Select(p => (string)p!).ShouldBe(["intended-use", "not-for", "risks", "remarks"]);
        (await CardAsync(world, "mv-delay-1")).ToJsonString().ShouldBe(card.ToJsonString());

        string text = await world.Http.GetStringAsync($"{Versions}/1/card/markdown", Cancel);
        text.ShouldStartWith("# delay v1\n");
        text.ShouldContain("| auc | 0.71 |\n");
        text.ShouldContain("| flights | d1 | training |\n");
        text.ShouldContain("| origin = a\\|b | 12 | auc 0.6 |\n");
        text.ShouldContain("*Nobody has written this yet: What it is for");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_text_holds_from_its_version_on_and_nothing_written_is_lost(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await RegisterAsync(world);
        await RegisterAsync(world);
        await WriteAsync(world, "1", "intended-use", new { text = "for travellers" });
        await WriteAsync(world, "2", "intended-use", new { text = "for airlines" });
        await WriteAsync(world, "1", "intended-use", new { text = "for travellers\r\n\r\nan hour ahead " });
        await WriteAsync(world, "1", "intended-use", new { text = "for travellers\n\nan hour ahead" });
        await WriteAsync(world, "1", "risks", new { text = "few rows at night" });
        await WriteAsync(world, "2", "risks", new { text = "" });

        Written(await CardAsync(world, "1")).ShouldBe(["intended-use 3: for travellers\n\nan hour ahead", "risks 1: few rows at night"]);
        Written(await CardAsync(world, "2")).ShouldBe(["intended-use 2: for airlines"]);
        JsonArray history = (await world.Http.SendAsync("GET", $"{Versions}/2/card/intended-use", HttpStatusCode.OK))!["items"]!.AsArray();
        history.Select(t => $"{t!["number"]} v{t["from_version"]}").ShouldBe(["2 v2", "3 v1", "1 v1"]);
        ((string)history[0]!["author"]!).ShouldNotBeEmpty();
        LedgerEvent[] events = [.. (await world.EventsAsync("version.registered")).Where(e => (string)e.Data["noun"]! == "card")];
        events.Select(e => (string)e.Data["name"]!).ShouldBe(["delay/intended-use", "delay/intended-use", "delay/intended-use", "delay/risks", "delay/risks"]);
        events[0].Subject.Digest.ShouldBe(Digest.Of("for travellers"));
        events.ShouldAllBe(e => !e.Data.ToJsonString(null).Contains("travellers"));
    }

    [Fact]
    public async Task Who_saw_an_older_text_is_told_instead_of_writing_over_it()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await RegisterAsync(world);
        await WriteAsync(world, "1", "remarks", new { text = "one", after = 0 });
        await WriteAsync(world, "1", "remarks", new { text = "two", after = 0 }, HttpStatusCode.Conflict);
        await WriteAsync(world, "1", "remarks", new { text = "two", after = 1 });
        Written(await CardAsync(world, "1")).ShouldBe(["remarks 2: two"]);
    }

    [Fact]
    public async Task What_cannot_be_written_is_told()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await RegisterAsync(world);
        await WriteAsync(world, "1", "remarks", new { }, HttpStatusCode.BadRequest);
        await WriteAsync(world, "1", "remarks", new { text = new string('x', 10_001) }, HttpStatusCode.BadRequest);
        await WriteAsync(world, "1", "haiku", new { text = "x" }, HttpStatusCode.NotFound);
        await WriteAsync(world, "2", "remarks", new { text = "x" }, HttpStatusCode.NotFound);
        await world.Http.SendAsync("GET", $"{Versions}/none/card", HttpStatusCode.NotFound);
        (await CardAsync(world, "1"))["written"]!.AsArray().ShouldBeEmpty();
    }

    private static IEnumerable<string> Written(JsonNode card) => card["written"]!.AsArray().Select(t => $"{t!["part"]} {t["number"]}: {t["text"]}");

    private static async Task<JsonNode> CardAsync(TestWorld world, string version) => (await world.Http.SendAsync("GET", $"{Versions}/{version}/card", HttpStatusCode.OK))!;

    private static Task WriteAsync(TestWorld world, string version, string part, object body, HttpStatusCode expected = HttpStatusCode.OK)
        => world.Http.SendAsync("POST", $"{Versions}/{version}/card/{part}", expected, body);

    /// <summary>A version of a run with a parameter and an input, evaluated.</summary>
    private static async Task RegisterAsync(TestWorld world)
    {
        string run = await world.CreateRunAsync();
        await world.PostAsync("runs/log-parameter", $$"""{"run_id": "{{run}}", "key": "depth", "value": "7"}""");
        await world.PostAsync("runs/log-inputs", $$$"""{"run_id": "{{{run}}}", "datasets": [{"dataset": {"name": "flights", "digest": "d1", "source_type": "local", "source": "s"}, "tags": [{"key": "mlflow.data.context", "value": "training"}]}]}""");
        Artifact stored = await world.Get<IArtifactStore>().PutAsync(new MemoryStream(TestModels.Binary()), Cancel);
        ModelVersionView version = await world.Get<IModels>().RegisterAsync(new RegisterVersion(TrackingWorld.Project, "delay", stored.Digest, stored.Size)
        {
            Origin = "client",
            TrackingRunId = run,
            Metrics = new Dictionary<string, double> { ["auc"] = 0.6 },
        }, Pipelines, [], Cancel);
        await world.Database.WriteAsync(s =>
        {
            world.Get<EvaluationStore>().Insert(s, version.Digest, new EvaluationRow
            {
                Project = TrackingWorld.Project,
                ModelDigest = version.Digest,
                DataDigest = "sha256:test",
                Options = "{}",
                CreatedAt = 1,
                Result = """{"task": "binary", "primary": "auc", "metrics": {"auc": 0.71}, "slices": [{"column": "origin", "value": "a|b", "n": 12, "metrics": {"auc": 0.6}}], "calibration": []}""",
            });
            return 0;
        }, cancellation: Cancel);
    }
}
