using System.Text.Json.Nodes;
using Cairn.Rooms.Tests.Tracking;
using Cairn.Rooms.Tests.Tracking.Traces;

namespace Cairn.Rooms.Tests.Registry.Imports;

/// <summary>What was tracked into a folder, without a server, brought over; and folders that somebody prepared.</summary>
public sealed class MlflowFolderTests : IDisposable
{
    private readonly MlflowRuns _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_folder_is_brought_over_with_all_that_it_holds(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        JsonObject report = await world.ImportAsync(_folder.Place);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        Dictionary<string, long> here = report.Counts().ToDictionary(c => c.Key, c => c.Value.Here);
        foreach ((string what, long count) in ((string, long)[])[("experiments", 2), ("runs", 2), ("params", 3), ("metric points", 6), ("tags", 4), ("datasets", 1), ("logged models", 1), ("model metrics", 1), ("registered models", 1), ("versions", 2), ("aliases", 1), ("traces", 1), ("spans", 1), ("files", 2)])
            here[what].ShouldBe(count, what);

        JsonObject run = (await world.GetAsync("runs/get?run_id=" + MlflowRuns.Run))["run"]!.AsObject();
        ((string)run["info"]!["run_name"]!, (string)run["info"]!["status"]!, (long)run["info"]!["end_time"]!).ShouldBe(("brisk-gull", "FINISHED", 1_700_000_060_000));
        run["data"]!["params"]!.AsArray().Select(p => ((string)p!["key"]!, (string)p["value"]!)).ShouldBe([("empty", ""), ("model/depth", "5"), ("note", "two\nlines")]);
        ((string)run["inputs"]!["dataset_inputs"]![0]!["dataset"]!["name"]!, (string)run["inputs"]!["dataset_inputs"]![0]!["tags"]![0]!["value"]!).ShouldBe(("flights", "training"));
        ((long)run["outputs"]!["model_outputs"]![0]!["step"]!).ShouldBe(3);
        JsonArray loss = (await world.GetAsync($"metrics/get-history?run_id={MlflowRuns.Run}&metric_key=val/loss"))["metrics"]!.AsArray();
        loss.Select(p => (p!["value"]!.ToString(), (long)p["step"]!)).ShouldBe([("NaN", 0), ("-1.7976931348623157E+308", 1), ("1E-05", 2), ("7", 0)]);
        ((string)(await world.GetAsync($"runs/get?run_id={MlflowRuns.Gone}"))["run"]!["info"]!["lifecycle_stage"]!).ShouldBe("deleted");
        ((string)(await world.GetAsync("experiments/get-by-name?experiment_name=old"))["experiment"]!["lifecycle_stage"]!).ShouldBe("deleted");
        // The ids of a folder are longer than those that are given here.
        report.Said("changed").ShouldHaveSingleItem().ShouldEndWith(" here and 123456789012345678 there");
        JsonNode number = (await world.GetAsync("logged-models/" + MlflowRuns.Model))["model"]!["data"]!["metrics"]![0]!;
        ((double)number["value"]!, (string)number["dataset_name"]!, (string)number["dataset_digest"]!).ShouldBe((0.75, "all flights", "abc"));
        (await world.Http.GetStringAsync("/model-versions/get-artifact?name=delay&version=1&path=MLmodel", TestContext.Current.CancellationToken)).ShouldBe("flavors: {}");
        ((string)(await world.GetAsync("registered-models/alias?name=delay&alias=champion"))["model_version"]!["current_stage"]!).ShouldBe("Production");
        JsonObject trace = (await world.ThreeAsync(HttpMethod.Get, "traces/get?trace_id=" + MlflowRuns.Trace))["trace"]!["trace_info"]!.AsObject();
        ((string)trace["request_time"]!, (string)trace["execution_duration"]!, (string)trace["state"]!, (string)trace["tags"]!["mlflow.traceName"]!).ShouldBe(("2023-11-14T22:13:20Z", "0.250s", "OK", "answer"));
        (await world.EventsAsync("run")).Select(e => e.Grade).Distinct().ShouldBe([0]);
        // The same folder, however it is written.
        ((bool)(await world.ImportAsync(_folder.Place + "/"))["matches"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_that_goes_on_is_brought_again()
    {
        _folder.Add(MlflowRuns.Run, 1);
        await using TestWorld world = await TrackingWorld.StartAsync();
        (await world.ImportAsync(_folder.Place)).Said("changed").ShouldContain(c => c.StartsWith(MlflowRuns.Run + ": it had not ended there", StringComparison.Ordinal));
        _folder.Write($"0/{MlflowRuns.Run}/metrics/auc", "1700000000001 0.5 0\n1700000000002 0.75 1\n1700000000003 0.875 2\n");
        _folder.Write($"0/{MlflowRuns.Run}/artifacts/later.txt", "later");
        _folder.Add(MlflowRuns.Run, 3);
        JsonObject report = await world.ImportAsync(_folder.Place);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        (report.Counts()["metric points"], report.Counts()["files"]).ShouldBe(((7, 7), (3, 3)));
        report.Said("changed").ShouldNotContain(c => c.StartsWith(MlflowRuns.Run, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_run_is_left_out_and_comes_when_it_is_mended()
    {
        const string Input = "inputs/22222222222222222222222222222222/meta.yaml";
        (string File, string Text)[] damages =
        [
            ("meta.yaml", "status: ["), ("meta.yaml", "- 1"), ("meta.yaml", ""), ("meta.yaml", "a: " + new string('[', 100_000)),
            ("metrics/auc", "1700000000001\n"), ("metrics/auc", "1700000000001 high 0\n"), ("metrics/auc", "now 0.5 0\n"),
            (Input, "source_type: DATASET\nsource_id: none\n"), (Input, "source_type: DATASET\nsource_id: ../../../outside\n"), (Input, "source_type: DATASET\nsource_id: /etc\n"),
        ];
        File.WriteAllText(Path.Combine(_folder.Outside, "meta.yaml"), "name: secret\ndigest: secret\n");
        string[] runs = [.. damages.Select((_, i) => $"{i:d4}000000000000000000000000dddd")];
        foreach ((string run, (string file, string text)) in runs.Zip(damages))
        {
            _folder.Add(run, 3);
            _folder.Write($"0/{run}/{file}", text);
        }
        await using TestWorld world = await TrackingWorld.StartAsync();
        JsonObject report = await world.ImportAsync(_folder.Place);
        ((string)report["state"]!, (bool)report["matches"]!).ShouldBe(("done", false), report.ToJsonString());
        report.Said("left_out").Select(l => l.Split(": ")[0]).ShouldBe(runs);
        report.Said("left_out").ShouldContain(l => l.Contains($"0/{runs[4]}/metrics/auc, line 1", StringComparison.Ordinal));
        report.Counts()["runs"].ShouldBe((2, 2));
        report.ToJsonString().ShouldNotContain("secret");
        foreach (string run in runs)
        {
            Directory.Delete(Path.Combine(_folder.Place, "0", run), recursive: true);
            _folder.Add(run, 3);
        }
        report = await world.ImportAsync(_folder.Place);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        report.Counts()["runs"].ShouldBe((2 + runs.Length, 2 + runs.Length));
    }

    [Fact]
    public async Task A_link_is_not_followed()
    {
        File.WriteAllText(Path.Combine(_folder.Outside, "meta.yaml"), "name: secret\nversion: 1\nartifact_uri: secret\n");
        File.CreateSymbolicLink(Linked("0/{run}/artifacts/link"), Path.Combine(_folder.Outside, "meta.yaml"));
        foreach (string place in (string[])["0/{run}/artifacts/folder", "0/0000000000000000000000000000eeee", "0/models/m-link", "0/traces/tr-link", "7", "models/link", "models/delay/version-4", ".trash/7"])
            Directory.CreateSymbolicLink(Linked(place), _folder.Outside);
        await using TestWorld world = await TrackingWorld.StartAsync();
        JsonObject report = await world.ImportAsync(_folder.Place);
        ((string)report["state"]!).ShouldBe("done", report.ToJsonString());
        (report.Counts()["experiments"].Here, report.Counts()["runs"].Here, report.Counts()["params"].Here, report.Counts()["metric points"].Here, report.Counts()["files"].Here, report.Counts()["registered models"].Here, report.Counts()["aliases"].Here)
            .ShouldBe((2, 2, 3, 6, 1, 1, 1));
        (await world.GetAsync("runs/get?run_id=" + MlflowRuns.Run)).ToJsonString().ShouldNotContain("secret");
        // Those that could be files, experiments, runs, models, versions or traces are named.
        report.Said("left_out").Select(l => l.Split(": it is a link")[0]).ShouldBe([".trash/7", "0/0000000000000000000000000000eeee", "0/models/m-link", "0/traces/tr-link", $"{MlflowRuns.Run}/folder", $"{MlflowRuns.Run}/link", "7", "models/delay/version-4", "models/link"]);

        string Linked(string place) => Path.Combine(_folder.Place, place.Replace("{run}", MlflowRuns.Run, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0/{run}/params/link", "{run}")]
    [InlineData("0/{run}/params/folder/link", "{run}")]
    [InlineData("0/{run}/tags/link", "{run}")]
    [InlineData("0/{run}/metrics/link", "{run}")]
    [InlineData("models/delay/aliases/link", "model delay")]
    public async Task A_link_among_values_leaves_out_what_has_them_by_name(string place, string named)
    {
        File.WriteAllText(Path.Combine(_folder.Outside, "secret"), "1 1 1");
        string link = Path.Combine(_folder.Place, place.Replace("{run}", MlflowRuns.Run, StringComparison.Ordinal));
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, Path.Combine(_folder.Outside, "secret"));
        await using TestWorld world = await TrackingWorld.StartAsync();
        string left = (await world.ImportAsync(_folder.Place)).Said("left_out").ShouldHaveSingleItem();
        left.ShouldStartWith(named.Replace("{run}", MlflowRuns.Run, StringComparison.Ordinal) + ": ");
        left.ShouldContain("it is a link");
        File.Delete(link);
        JsonObject report = await world.ImportAsync(_folder.Place);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
    }

    [Fact]
    public async Task A_trace_comes_without_spans_that_are_a_link_and_gets_them_later()
    {
        string spans = Path.Combine(_folder.Place, "0", "traces", MlflowRuns.Trace, "artifacts", "traces.json"), away = Path.Combine(_folder.Outside, "traces.json");
        File.Move(spans, away);
        File.CreateSymbolicLink(spans, away);
        await using TestWorld world = await TrackingWorld.StartAsync();
        JsonObject report = await world.ImportAsync(_folder.Place);
        (report.Counts()["traces"].Here, report.Counts()["spans"].Here).ShouldBe((1, 0));
        report.Said("left_out").ShouldHaveSingleItem().ShouldStartWith(MlflowRuns.Trace + " (spans)");
        File.Delete(spans);
        File.Move(away, spans);
        report = await world.ImportAsync(_folder.Place);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        report.Counts()["spans"].ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("file://{elsewhere}")]
    [InlineData("mlflow-artifacts:/files")]
    public async Task Artifacts_that_lie_elsewhere_are_read_below_the_folder_that_is_named_for_them(string uri)
    {
        string file = Path.Combine(_folder.Place, "0", MlflowRuns.Gone, "meta.yaml"), elsewhere = Path.Combine(_folder.Outside, "store", "files");
        _folder.Add(MlflowRuns.Gone, 3);
        File.WriteAllText(file, File.ReadAllText(file).Replace($"file:///home/ada/mlruns/0/{MlflowRuns.Gone}/artifacts", uri.Replace("{elsewhere}", elsewhere, StringComparison.Ordinal), StringComparison.Ordinal));
        Directory.CreateDirectory(elsewhere);
        File.WriteAllText(Path.Combine(elsewhere, "a.txt"), "a");
        Directory.Delete(Path.Combine(_folder.Place, ".trash"), recursive: true);
        await using TestWorld world = await TrackingWorld.StartAsync();
        (await world.ImportAsync(_folder.Place)).Said("left_out").ShouldHaveSingleItem().ShouldStartWith(MlflowRuns.Gone + " (files)");
        JsonObject report = await world.ImportAsync(_folder.Place, Path.Combine(_folder.Outside, "store"));
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        report.Counts()["files"].ShouldBe((3, 3));
    }

    [Theory]
    [InlineData("missing", "artifacts")]
    [InlineData("link", "artifacts")]
    [InlineData("link", "metrics")]
    [InlineData("link", "outputs")]
    public async Task A_folder_of_a_run_that_cannot_be_read_is_named_and_asked_for_again(string fault, string part)
    {
        string place = Path.Combine(_folder.Place, "0", MlflowRuns.Run, part), away = Path.Combine(_folder.Outside, part);
        Directory.Move(place, away);
        if (fault == "link") Directory.CreateSymbolicLink(place, away);
        await using TestWorld world = await TrackingWorld.StartAsync();
        for (int twice = 0; twice < 2; twice++)
        {
            JsonObject left = await world.ImportAsync(_folder.Place);
            ((string)left["state"]!, (bool)left["matches"]!).ShouldBe(("done", false), left.ToJsonString());
            left.Said("left_out").ShouldHaveSingleItem().ShouldStartWith(part == "artifacts" ? $"{MlflowRuns.Run} (files): 0/{MlflowRuns.Run}/artifacts" : $"{MlflowRuns.Run}: 0/{MlflowRuns.Run}/{part}: it is a link");
        }
        if (fault == "link") Directory.Delete(place);
        Directory.Move(away, place);
        JsonObject report = await world.ImportAsync(_folder.Place);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        (report.Counts()["files"], report.Counts()["metric points"], report.Counts()["runs"]).ShouldBe(((2, 2), (6, 6), (2, 2)));
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task What_is_damaged_is_left_out_and_comes_when_it_is_mended(string engine)
    {
        const string Rain = "creation_timestamp: 10\nlast_updated_timestamp: 20\nname: rain\n";
        _folder.Write("models/rain/meta.yaml", Rain);
        // Too short, of another kind, without what it needs, a broken line of a number, lost.
        (string File, string? Text, string Name)[] damages =
        [
            (".trash/123456789012345678/meta.yaml", "lifecycle_stage: deleted\n", "experiment 123456789012345678 with its runs"), ($"0/models/{MlflowRuns.Model}/metrics/auc", "1 high 0 run\n", MlflowRuns.Model),
            ("models/delay/version-1/meta.yaml", null, "model delay, version 1"), ("models/rain/meta.yaml", "", "model rain"), ($"0/traces/{MlflowRuns.Trace}/trace_info.yaml", "- 1", MlflowRuns.Trace),
        ];
        string[] before = [.. damages.Select(d => File.ReadAllText(Path.Combine(_folder.Place, d.File)))];
        foreach ((string file, string? text, _) in damages)
        {
            if (text is null) File.Delete(Path.Combine(_folder.Place, file));
            else _folder.Write(file, text);
        }
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        JsonObject report = await world.ImportAsync(_folder.Place);
        ((string)report["state"]!, (bool)report["matches"]!).ShouldBe(("done", false), report.ToJsonString());
        report.Said("left_out").Select(l => l.Split(": ")[0]).ShouldBe(damages.Select(d => d.Name), ignoreOrder: true);
        (report.Counts()["experiments"], report.Counts()["runs"], report.Counts()["versions"], report.Counts()["registered models"], report.Counts()["logged models"], report.Counts()["traces"]).ShouldBe(((1, 1), (1, 1), (1, 1), (1, 1), (0, 0), (0, 0)));

        foreach ((string text, string file) in before.Zip(damages.Select(d => d.File))) _folder.Write(file, text);
        report = await world.ImportAsync(_folder.Place);
        ((bool)report["matches"]!).ShouldBeTrue(report.ToJsonString());
        report.Said("left_out").ShouldBeEmpty();
        (report.Counts()["runs"], report.Counts()["versions"], report.Counts()["traces"]).ShouldBe(((2, 2), (2, 2), (1, 1)));
        // One that comes late has its number still, and the next has one of its own.
        JsonObject late = (await world.GetAsync("model-versions/get?name=delay&version=1"))["model_version"]!.AsObject();
        ((string)late["current_stage"]!, (long)late["creation_timestamp"]!).ShouldBe(("Archived", 11));
        ((string)(await RegisterAsync(world))["version"]!).ShouldBe("4");
    }

    [Fact]
    public async Task A_number_that_was_given_here_meanwhile_stays_and_is_named()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.ImportAsync(_folder.Place);
        JsonObject mine = await RegisterAsync(world);
        _folder.Write("models/delay/version-4/meta.yaml", "name: delay\nsource: s3://bucket/theirs\nversion: 4\n");
        (await world.ImportAsync(_folder.Place)).Said("left_out").ShouldHaveSingleItem().ShouldStartWith("model delay, version 4: There is or was a version 4");
        ((string)(await world.GetAsync("model-versions/get?name=delay&version=4"))["model_version"]!["source"]!).ShouldBe((string)mine["source"]!);
    }

    [Fact]
    public async Task A_folder_that_is_none_is_said()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        JsonObject report = await world.ImportAsync(_folder.Outside);
        ((string)report["state"]!).ShouldBe("failed");
        ((string)report["fault"]!).ShouldContain("no file store of MLflow");
    }

    private static async Task<JsonObject> RegisterAsync(TestWorld world)
        => (await world.PostAsync("model-versions/create", $$"""{"name": "delay", "source": "runs:/{{await world.CreateRunAsync()}}/model"}"""))["model_version"]!.AsObject();
}
