using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Data;
using Cairn.Tracking;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>The built-in steps within a run: check, explain, and predict with the dataset it makes.</summary>
public sealed class BuiltInStepTests
{
    private const string Rows = """
        select i as id, (i * 7919 % 100) / 100.0 as x, (i * 104729 % 100) / 100.0 as noise, case when (i * 7919 % 100) > 50 then 1 else 0 end as late from range(2000) t(i)
        """;

    [Fact]
    public async Task A_check_ends_the_run_when_its_contract_is_broken_and_warns_when_told()
    {
        string yaml = $$"""
            project: lab
            steps:
              table: {use: query, with: {sql: "{{Rows.Trim()}}"} }
              holds: {use: check, in: {table: table.table}, with: {expect: {rows: {min: 2000}, id: {unique: true}, late: {in: [0, 1], missing: 0%} } } }
              broken: {use: check, in: {table: table.table}, with: {expect: {rows: {min: 5000}, x: {range: [0, 0.5]}, gone: {type: int} } } }
              warned: {use: check, in: {table: table.table}, with: {expect: {rows: {min: 5000} }, on_fail: warn} }
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(yaml);
        JsonNode held = await lab.RunAsync(new { target = "holds" });
        held.Text("state").ShouldBe("succeeded", held.ToString());
        JsonNode.Parse(await lab.OutputAsync(held, "holds", "report"))!["rules"]!.AsArray().ShouldAllBe(r => (bool)r!["ok"]!);
        JsonNode broken = await lab.RunAsync(new { target = "broken" });
        broken.Text("state").ShouldBe("failed");
        PipelineWorld.Step(broken, "broken").Text("failure").ShouldBe("The contract is broken: 2000 rows, at least 5000; x: out of range in 980 rows; gone: the column is absent");
        JsonNode warned = await lab.RunAsync(new { target = "warned" });
        warned.Text("state").ShouldBe("succeeded");
        ((bool)JsonNode.Parse(await lab.OutputAsync(warned, "warned", "report"))!["holds"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task Scores_are_a_dataset_version_with_the_run_as_origin_and_importance_finds_the_column_that_counts()
    {
        if (Cairn.XgBoost.XgBoostLibrary.Missing() is { } missing) Assert.Skip(missing);
        string yaml = $$"""
            project: lab
            steps:
              table: {use: query, with: {sql: "{{Rows.Trim()}}"} }
              split: {use: split, in: {table: table.table}, with: {how: random, test: 20%, seed: 1}, out: {train: table, test: table} }
              train: {use: train, in: {train: split.train}, with: {label: late, drop: [id], rounds: 10}, seed: 1}
              looks: {use: explain, in: {model: train.model, test: split.test}, with: {label: late}, seed: 1}
              judge: {use: evaluate, in: {model: train.model, test: split.test}, with: {label: late} }
              scores: {use: predict, in: {model: train.model, table: split.test}, with: {keep: [id], dataset: late-scores} }
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(yaml);
        JsonNode looked = await lab.RunAsync(new { target = "looks" });
        looked.Text("state").ShouldBe("succeeded", looked.ToString());
        JsonNode report = JsonNode.Parse(await lab.OutputAsync(looked, "looks", "report"))!;
        JsonArray columns = report["columns"]!.AsArray();
        (columns[0]!.Text("column"), (double)columns[0]!["lost"]! > 0.3, Math.Abs((double)columns[1]!["lost"]!) < 0.05).ShouldBe(("x", true, true), report.ToString());

        JsonNode judged = await lab.RunAsync(new { target = "judge" });
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(judged.Text("id"))))[..32];
        RunView tracked = (await lab.World.Get<IRuns>().FindAsync(id, TestContext.Current.CancellationToken))!;
        string test = PipelineWorld.Step(judged, "split")["outputs"]!["test"]!.GetValue<string>();
        tracked.Inputs.Select(i => $"{i.Context} {i.Digest}").ShouldBe([$"evaluation {test["sha256:".Length..][..36]}"]);

        JsonNode run = await lab.RunAsync(new { target = "scores" });
        run.Text("state").ShouldBe("succeeded", run.ToString());
        DatasetVersion version = (await lab.World.Get<IDatasets>().KnownAsync("lab", "late-scores")).ShouldHaveSingleItem();
        (version.RunId, version.SourceUri).ShouldBe((run.Text("id"), $"run:{run.Text("id")}"));
        version.SchemaJson.ShouldContain("\"name\":\"score\",\"type\":\"float\"");
        JsonNode lineage = await lab.SendAsync("GET", "/datasets/late-scores/lineage");
        lineage.Text("made_by").ShouldBe(run.Text("id"));
        // Nothing changed, so there is no new version.
        await lab.RunAsync(new { target = "scores" });
        (await lab.SendAsync("GET", "/datasets?source=late-scores"))["items"]!.AsArray().Count.ShouldBe(1);
        // What an experiment makes is not for others to build on.
        JsonNode tried = await lab.RunAsync(new { target = "scores", @params = new JsonObject { ["train.rounds"] = 3 } });
        (tried.Text("state"), tried.Text("purpose")).ShouldBe(("succeeded", "experiment"), tried.ToString());
        (await lab.SendAsync("GET", "/datasets?source=late-scores"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_step_that_writes_nothing_fails_and_names_its_output()
    {
        const string yaml = """
            project: lab
            steps:
              silent: {run: "true", out: {made: file}}
              next: {run: "cp $CAIRN_IN_MADE $CAIRN_OUT_COPY", in: {made: silent.made}, out: {copy: file}}
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(yaml);
        JsonNode run = await lab.RunAsync();
        (run.Text("state"), run.Text("failure").Contains("silent", StringComparison.Ordinal), run.Text("failure").Contains("made", StringComparison.Ordinal)).ShouldBe(("failed", true, true), run.Text("failure"));
        PipelineWorld.State(run, "next").ShouldNotBe("succeeded");
    }
}
