using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>What a run would do is said without doing it.</summary>
public sealed class PlanTests
{
    private const string Yaml = """
        project: lab
        steps:
          make: {run: sh make.sh, out: {x: file}}
          next: {run: "cp $CAIRN_IN_X $CAIRN_OUT_Y", in: {x: make.x}, out: {y: file}}
          each: {run: "echo $CAIRN_ITEM > $CAIRN_OUT_Z", in: {y: next.y}, map: [a, b], out: {z: file}}
        """;

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_plan_says_what_would_run_and_why_and_starts_nothing(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, engine, ("make.sh", "echo 1 > $CAIRN_OUT_X\n"));
        (await WillAsync(lab)).ShouldBe(["make run", "next unknown", "each unknown"]);
        (await lab.SendAsync("GET", "/pipeline-runs"))["items"]!.AsArray().ShouldBeEmpty();
        await lab.RunAsync();
        (await WillAsync(lab)).ShouldBe(["make cached", "next cached", "each run"]);
        lab.Repository.Write("make.sh", "echo 2 > $CAIRN_OUT_X\n");
        await lab.CommitAsync();
        JsonNode plan = await lab.SendAsync("POST", "/pipeline-plans", new { });
        plan["steps"]![0]!.Text("why").ShouldContain("code make.sh");
        (await WillAsync(lab)).ShouldBe(["make run", "next unknown", "each unknown"]);
        await lab.SendAsync("POST", "/pipeline-plans", new { target = "none" }, System.Net.HttpStatusCode.NotFound);
    }

    private static async Task<string[]> WillAsync(PipelineWorld lab)
        => [.. (await lab.SendAsync("POST", "/pipeline-plans", new { }))["steps"]!.AsArray().Select(s => $"{s!.Text("step")} {s!.Text("will")}")];
}
