using System.Net;
using System.Text.Json.Nodes;

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
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
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
