using System.Net;
using System.Text.Json.Nodes;
using Cairn.Pipelines.Reproductions;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>A run made again from its record: the same bytes, metrics within tolerance, or the first step that diverges.</summary>
public sealed class ReproductionTests
{
    private static string Yaml(string fit) => $$"""
        project: lab
        steps:
          make: {run: "echo 1 > $CAIRN_OUT_X", out: {x: file} }
          fit: {run: "{{fit}}", in: {x: make.x}, out: {y: file} }
          judge: {run: sh judge.sh, in: {y: fit.y}, out: {metrics: metrics} }
        """;

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task The_same_bytes_come_out_again(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml("cp $CAIRN_IN_X $CAIRN_OUT_Y"), engine, ("judge.sh", "echo '{\"auc\": 0.7}' > $CAIRN_OUT_METRICS\n"));
        JsonNode report = await ReproduceAsync(lab, await lab.RunAsync());
        report.Text("verdict").ShouldBe("same", report.ToString());
        report["diverged"].ShouldBeNull();
        report["steps"]!.AsArray().Select(s => s!.Text("verdict")).ShouldBe(["same", "same", "same"]);
    }

    [Fact]
    public async Task The_first_step_that_does_not_repeat_itself_is_named()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml("date +%s%N > $CAIRN_OUT_Y"), TestEngines.Sqlite, ("judge.sh", "printf '{\"auc\": %s}' $(cat $CAIRN_IN_Y) > $CAIRN_OUT_METRICS\n"));
        JsonNode report = await ReproduceAsync(lab, await lab.RunAsync(), "?tolerance=0");
        report.Text("verdict").ShouldBe("diverged", report.ToString());
        report.Text("diverged").ShouldBe("fit");
        report.Text("why").ShouldBe("Its inputs, code, parameters and environment were the same: it does not repeat itself.");
        report["steps"]![2]!.Text("why").ShouldBe("Its inputs differ (y), so it follows a step that diverged.");
        report["steps"]![2]!["metrics"]!["auc"]!.AsArray().Count.ShouldBe(2);
        (await ReportAsync(lab, (long)report["run"]!, "?tolerance=1")).Text("verdict").ShouldBe("within");
    }

    [Fact]
    public async Task Other_bytes_are_forgiven_by_what_measures_them_and_by_nothing_else()
    {
        const string yaml = """
            project: lab
            steps:
              fit: {run: "date +%s%N > $CAIRN_OUT_Y", out: {y: file} }
              judge: {run: "cat $CAIRN_IN_Y; echo '{\"auc\": 0.7}' > $CAIRN_OUT_METRICS", in: {y: fit.y}, out: {metrics: metrics} }
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(yaml);
        JsonNode report = await ReproduceAsync(lab, await lab.RunAsync());
        $"{report["verdict"]} {report["diverged"]}".ShouldBe("within fit");
        lab.Repository.Write("cairn.yaml", yaml + "\n  other: {run: \"date +%s%N > $CAIRN_OUT_Z; cat $CAIRN_IN_M\", in: {m: judge.metrics}, out: {z: file} }\n");
        await lab.CommitAsync();
        report = await ReproduceAsync(lab, await lab.RunAsync());
        report.Text("verdict").ShouldBe("diverged", "nothing measures 'other'");
    }

    [Fact]
    public async Task A_program_that_changed_is_named()
    {
        string programs = Directory.CreateTempSubdirectory("cairn-programs-").FullName;
        var machine = new MutatedMachine(Path.Combine(programs, "bin"));
        await using PipelineWorld lab = await PipelineWorld.StartAsync(new Cairn.Compute.ComputeOptions { SearchPath = machine.SearchPath }, "project: lab\nsteps: {say: {run: speak > $CAIRN_OUT_X, out: {x: file}}}\n", TestEngines.Sqlite);
        JsonNode run = await lab.RunAsync();
        machine.Program("speak", "echo spoken otherwise");
        JsonNode report = await ReproduceAsync(lab, run);
        $"{report["verdict"]} {report["diverged"]}".ShouldBe("diverged say");
        report.Text("why").ShouldStartWith("What it depends on differs: program speak sha256:");
        Directory.Delete(programs, recursive: true);
    }

    [Fact]
    public async Task On_a_share_of_the_data_it_is_made_twice_and_held_against_itself()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml("echo ${CAIRN_SAMPLE:-all} > $CAIRN_OUT_Y"), TestEngines.Sqlite, ("judge.sh", "echo '{\"auc\": 0.7}' > $CAIRN_OUT_METRICS\n"));
        JsonNode run = await lab.RunAsync();
        JsonNode started = await lab.SendAsync("POST", "/reproductions", new { of = $"#{run["number"]}", sample = 0.25 }, HttpStatusCode.Accepted);
        await lab.World.QuietAsync();
        JsonNode report = await ReportAsync(lab, (long)started["number"]!, "");
        $"{report["verdict"]} {report["sampled"]} {report["sample"]} #{report["of"]} #{report["run"]}".ShouldBe("same true 0.25 #2 #3");
        (await lab.OutputAsync(await lab.SendAsync("GET", "/pipeline-runs/3"), "fit", "y")).ShouldBe("0.25\n");
        await lab.SendAsync("POST", "/reproductions", new { of = "#1", sample = 0 }, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("within", 0.0, 0.0, 0.0, true)]
    [InlineData("diverged", 0.0, 0.3, 1.0, false)]
    [InlineData("within", 0.5, 0.504, 0.008, true)]
    [InlineData("diverged", 0.5, null, null, false)]
    public void A_metric_is_compared_with_what_it_was(string verdict, double? then, double? now, double? delta, bool ok)
    {
        var step = new StepComparison("judge", StepComparison.Within, "", ["metrics"], true, new Dictionary<string, double?[]> { ["auc"] = [then, now] });
        var made = new Reproduction(new ReproductionReport(2, 1, verdict, "judge", "", 0.01, 1, [step]), SameModel: false, "auc");
        (made.RelativeDelta is { } d ? Math.Round(d, 6) : (double?)null, made.Ok).ShouldBe((delta, ok));
    }

    [Theory]
    [InlineData(StepComparison.Missing, "diverged", false, null, false)]
    [InlineData(StepComparison.Differs, "diverged", false, null, false)]
    [InlineData(StepComparison.Differs, "diverged", true, 0.0, true)]
    [InlineData(StepComparison.Same, "same", false, 0.0, true)]
    [InlineData(StepComparison.Within, "within", false, 0.0, true)]
    public void A_metric_that_is_not_among_the_differences_shows_nothing_of_what_diverged(string judge, string verdict, bool sameModel, double? delta, bool ok)
    {
        // The measuring step was passed over, or the metric of a slice is far off.
        var step = new StepComparison("judge", judge, "", [], judge != StepComparison.Missing, new Dictionary<string, double?[]> { ["slices.b.auc"] = [0.7, 0.2] });
        var made = new Reproduction(new ReproductionReport(2, 1, verdict, "judge", "", 0.01, 1, [step]), sameModel, "auc");
        (made.RelativeDelta, made.Ok).ShouldBe((delta, ok));
    }

    [Fact]
    public async Task What_is_no_reproduction_or_cannot_be_one_is_told()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml("cp $CAIRN_IN_X $CAIRN_OUT_Y"), TestEngines.Sqlite, ("judge.sh", "echo '{}' > $CAIRN_OUT_METRICS\n"));
        JsonNode run = await lab.RunAsync();
        await lab.SendAsync("GET", $"/pipeline-runs/{run["number"]}/reproduction", null, HttpStatusCode.Conflict);
        await lab.SendAsync("POST", "/reproductions", new { of = "99" }, HttpStatusCode.NotFound);
        await lab.SendAsync("POST", "/reproductions", new { of = "delay/7" }, HttpStatusCode.NotFound);
    }

    private static async Task<JsonNode> ReproduceAsync(PipelineWorld lab, JsonNode run, string query = "")
    {
        JsonNode started = await lab.SendAsync("POST", "/reproductions", new { of = $"#{run["number"]}" }, HttpStatusCode.Accepted);
        JsonNode done = await lab.EndAsync((long)started["number"]!);
        done.Text("state").ShouldBe("succeeded");
        return await ReportAsync(lab, (long)started["number"]!, query);
    }

    private static Task<JsonNode> ReportAsync(PipelineWorld lab, long number, string query) => lab.SendAsync("GET", $"/pipeline-runs/{number}/reproduction{query}");
}
