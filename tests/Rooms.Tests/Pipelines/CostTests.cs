using System.Net;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Enrolment;
using Cairn.Rooms.Tests.Code;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>What steps cost at the price of their target, and which of those that wait goes first.</summary>
public sealed class CostTests
{
    private const double Price = 3600, Millisecond = 0.002;
    private const string Yaml = """
        project: lab
        params: {work: {rounds: 20000}}
        steps:
          work: {run: "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo $i > $CAIRN_OUT_T", params: $work, out: {t: file}}
          each: {run: "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; cat $CAIRN_IN_T > $CAIRN_OUT_T", in: {t: work.t}, map: [a, b], out: {t: file}}
        """;

    [Fact]
    public async Task What_a_run_used_costs_what_its_target_charges_and_a_plan_says_it_before()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(new ComputeOptions { Slots = 2, Targets = [new EnrolledTarget("local") { Local = new LocalTarget(null), Cost = Price }] }, Yaml, TestEngines.Sqlite);
        JsonNode run = await lab.RunAsync();
        run.Text("state").ShouldBe("succeeded", run.ToString());
        double work = (double)PipelineWorld.Step(run, "work")["cost"]!, each = (double)PipelineWorld.Step(run, "each")["cost"]!, all = (double)run["cost"]!;
        // At this price a second of a processor is one, and a step has one to itself.
        work.ShouldBe(Math.Max((double)PipelineWorld.Step(run, "work")["duration_ms"]! / 1000, (double)PipelineWorld.Step(run, "work")["cpu_s"]!), Millisecond);
        each.ShouldBeGreaterThan((double)PipelineWorld.Step(run, "each")["cpu_s"]! - Millisecond);
        all.ShouldBe(work + each, 1e-9);
        ((double)(await lab.World.EventsAsync("run.finished")).Single().Data["cost"]!).ShouldBe(all, 1e-7);
        JsonNode target = (await lab.World.Http.SendAsync("GET", "/api/v1/compute/local", HttpStatusCode.OK))!;
        ((double)target["cost"]!, target["month"]!.AsArray().Single()!.Text("project")).ShouldBe((Price, "lab"));
        ((double)target["month"]![0]!["cost"]!).ShouldBe(all, 1e-7);
        (await lab.World.Http.GetStringAsync("/compute")).ShouldContain("Spent this month");
        (await lab.World.Http.GetStringAsync($"/p/lab/pipelines/each/runs/{run["number"]}")).ShouldContain("Cost");

        JsonNode plan = await lab.SendAsync("POST", "/pipeline-plans", new { @params = new JsonObject { ["work.rounds"] = 1 } });
        ((double)plan["cost"]!).ShouldBe(work, Millisecond, "of what is done by items nothing is known as a whole");
        (await lab.SendAsync("POST", "/pipeline-plans", new { target = "work" }))["cost"].ShouldBeNull("nothing is to be done");
    }

    [Fact]
    public async Task Where_nothing_is_charged_nothing_is_said()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync("project: lab\nsteps: {go: {run: \"echo 1 > $CAIRN_OUT_T\", out: {t: file}}}\n");
        JsonNode run = await lab.RunAsync();
        (run["cost"], PipelineWorld.Step(run, "go")["cost"]).ShouldBe((null, null));
        (await lab.SendAsync("POST", "/pipeline-plans", new { no_cache = true }))["cost"].ShouldBeNull();
        (await lab.World.Http.GetStringAsync("/compute")).ShouldNotContain("Spent this month");
    }

    [Fact]
    public async Task The_priority_of_a_run_goes_before_that_of_its_steps_and_who_waits_says_why()
    {
        string gate = Path.Combine(Directory.CreateTempSubdirectory("gate-").FullName, "gate");
        string yaml = $$$"""
            project: lab
            steps:
              hold: {run: "mkfifo {{{gate}}} && touch {{{gate}}}.begun && read x < {{{gate}}} && echo 1 > $CAIRN_OUT_T", out: {t: file}}
              low: {run: "echo 1 > $CAIRN_OUT_T", priority: low, out: {t: file}}
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(new ComputeOptions { Slots = 1 }, yaml, TestEngines.Sqlite);
        long holds = await lab.StartRunAsync(new { target = "hold" });
        await lab.UntilAsync(holds, _ => File.Exists(gate + ".begun"));
        long low = await lab.StartRunAsync(new { target = "low" });
        await lab.UntilAsync(low, r => Why(r)?.StartsWith("It needs", StringComparison.Ordinal) == true);
        long high = await lab.StartRunAsync(new { target = "low", priority = "high", no_cache = true });
        await lab.UntilAsync(high, r => Why(r)?.StartsWith("It needs", StringComparison.Ordinal) == true);
        Why(await lab.SendAsync("GET", $"/pipeline-runs/{low}")).ShouldBe("It waits: 1 of its project come first, 1 of them by their priority.");
        JsonNode target = (await lab.World.Http.SendAsync("GET", "/api/v1/compute/local", HttpStatusCode.OK))!;
        target["waiting"]!.AsArray().Select(w => w!.Text("priority")).ShouldBe(["high", "low"]);
        (await lab.World.Http.GetStringAsync("/compute")).ShouldContain("by their priority");
        await TestPipes.LetGoAsync(gate);
        (await lab.EndAsync(high)).Text("priority").ShouldBe("high");
        (await lab.EndAsync(low)).Text("state").ShouldBe("succeeded");
        await lab.SendAsync("POST", "/pipeline-runs", new { priority = "urgent" }, HttpStatusCode.BadRequest);
        Directory.Delete(Path.GetDirectoryName(gate)!, recursive: true);

        static string? Why(JsonNode run) => run["steps"]!.AsArray().SingleOrDefault() is { } step && step.Text("state") == "running" ? (string?)step["why"] : null;
    }
}
