using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;

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
          last: {run: "cat $CAIRN_IN_Z/* > $CAIRN_OUT_Z", in: {z: each.z}, out: {z: file}}
        """;

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_plan_says_what_would_run_and_why_and_starts_nothing(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, engine, ("make.sh", "echo 1 > $CAIRN_OUT_X\n"));
        (await WillAsync(lab)).ShouldBe(["make run", "next unknown", "each unknown", "last unknown"]);
        (await lab.SendAsync("GET", "/pipeline-runs"))["items"]!.AsArray().ShouldBeEmpty();
        await lab.RunAsync();
        (await WillAsync(lab)).ShouldBe(["make cached", "next cached", "each cached", "last cached"]);
        lab.Repository.Write("make.sh", "echo 2 > $CAIRN_OUT_X\n");
        await lab.CommitAsync();
        JsonNode plan = await lab.SendAsync("POST", "/pipeline-plans", new { });
        plan["steps"]![0]!.Text("why").ShouldContain("code make.sh");
        (await WillAsync(lab)).ShouldBe(["make run", "next unknown", "each unknown", "last unknown"]);
        lab.Repository.Write("make.sh", "echo 1 > $CAIRN_OUT_X\n").Write("cairn.yaml", Yaml.Replace("[a, b]", "[a, b, c]", StringComparison.Ordinal));
        await lab.CommitAsync();
        (await WillAsync(lab)).ShouldBe(["make cached", "next cached", "each run", "last unknown"]);
        await lab.SendAsync("POST", "/pipeline-plans", new { target = "none" }, HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_commit_without_a_project_file_is_refused_by_name(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, engine, ("make.sh", "echo 1 > $CAIRN_OUT_X\n"));
        lab.Repository.Git("rm", "--quiet", "cairn.yaml");
        string without = lab.Repository.Commit("Without");
        lab.Repository.Write("cairn.yaml", Yaml);
        await lab.CommitAsync();
        foreach (string route in (string[])["/pipeline-plans", "/pipeline-runs"])
            (await lab.SendAsync("POST", route, new { commit = without }, HttpStatusCode.BadRequest)).Text("detail").ShouldBe($"The commit {without[..7]} has no cairn.yaml.");
        // A push may ask for it without having looked.
        PipelineRun queued = (await lab.World.Database.WriteAsync(s => lab.World.Get<PipelineStarter>().Start(s, new RunRequest("lab", "make", "change", Actor.Service("pipelines")) { Commit = without })))!;
        JsonNode run = await lab.EndAsync(queued.Number);
        (run.Text("state"), run.Text("failure")).ShouldBe(("failed", $"The commit {without[..7]} has no cairn.yaml."));
    }

    [Fact]
    public async Task A_run_of_an_older_commit_goes_by_the_file_of_that_commit()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, TestEngines.Sqlite, ("make.sh", "echo 1 > $CAIRN_OUT_X\n"));
        string older = lab.Repository.Head;
        lab.Repository.Write("cairn.yaml", "project: lab\nsteps: {only: {run: \"echo 1 > $CAIRN_OUT_X\", out: {x: file}}}\n");
        await lab.CommitAsync();
        (await lab.SendAsync("POST", "/pipeline-plans", new { commit = older })).Text("target").ShouldBe("last");
        (await lab.SendAsync("POST", "/pipeline-plans", new { commit = older, target = "make" })).Text("target").ShouldBe("make");
        JsonNode run = await lab.RunAsync(new { commit = older });
        (run.Text("target"), run.Text("state")).ShouldBe(("last", "succeeded"), run.ToString());
        await lab.SendAsync("POST", "/pipeline-runs", new { commit = older, target = "only" }, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_plan_stores_nothing_and_looks_no_further_than_what_is_stored()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, TestEngines.Sqlite, ("make.sh", "echo 1 > $CAIRN_OUT_X\n"));
        await lab.RunAsync();
        // Both items are known of themselves, and no run has gathered these two.
        lab.Repository.Write("cairn.yaml", Yaml.Replace("[a, b]", "[c]", StringComparison.Ordinal));
        await lab.CommitAsync();
        await lab.RunAsync();
        lab.Repository.Write("cairn.yaml", Yaml.Replace("[a, b]", "[a, c]", StringComparison.Ordinal));
        await lab.CommitAsync();
        int stored = Stored(lab);
        (await WillAsync(lab)).ShouldBe(["make cached", "next cached", "each cached", "last unknown"]);
        Stored(lab).ShouldBe(stored);
    }

    [Fact]
    public async Task A_commit_of_a_time_with_fewer_rules_is_run_as_it_was()
    {
        string timeless = Yaml.Replace("steps:", "data: {trips: {from: trips.csv}}\nfeatures: {recent: {in: {t: data.trips}, sql: \"select 1\", key: id, time: at, after: 0}}\nsteps:", StringComparison.Ordinal);
        ProjectFile.Parse(timeless, "cairn.yaml").Faults.ShouldHaveSingleItem().Message.ShouldStartWith("no source of it has a 'time'");
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, TestEngines.Sqlite, ("make.sh", "echo 1 > $CAIRN_OUT_X\n"));
        lab.Repository.Write("cairn.yaml", timeless);
        string older = lab.Repository.Commit("Before");
        lab.Repository.Write("cairn.yaml", Yaml);
        await lab.CommitAsync();
        (await lab.RunAsync(new { commit = older, target = "make" })).Text("state").ShouldBe("succeeded");
    }

    [Theory]
    [InlineData("fti.depth", "The parameter 'fti.depth' is of no step 'fti'.", "Did you mean 'fit.depth'?")]
    [InlineData("fit.dpeth", "The parameter 'fit.dpeth' is no parameter of the step 'fit'.", "Did you mean 'fit.depth'?")]
    [InlineData("fit.speed", "The parameter 'fit.speed' is no parameter of the step 'fit'.", "Write it into 'params' of the step first; it has: depth, width, rounds.")]
    [InlineData("depth", "The parameter 'depth' does not say of which step it is.", "Write it as <step>.<parameter>; the pipeline has: fit, table.")]
    public async Task A_parameter_that_no_step_has_is_refused_before_anything_begins(string name, string detail, string mend)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync("""
            project: lab
            params: {fit: {depth: 3, width: 2}}
            steps:
              fit: {run: "cp $CAIRN_PARAMS $CAIRN_OUT_METRICS", params: $fit, out: {metrics: metrics}, sweep: {search: grid, trials: 4, goal: max depth, depth: 3..4, asha: {by: rounds, from: 1, to: 2, factor: 2}}}
              table: {use: query, with: {sql: select 1 as a}}
            """);
        foreach (string route in (string[])["/pipeline-plans", "/pipeline-runs"])
        {
            JsonNode refused = await lab.SendAsync("POST", route, new { @params = new JsonObject { [name] = 4 } }, HttpStatusCode.BadRequest);
            (refused.Text("detail"), refused.Text("mend")).ShouldBe((detail, mend));
        }
        (await lab.SendAsync("GET", "/pipeline-runs"))["items"]!.AsArray().ShouldBeEmpty();
        await lab.SendAsync("POST", "/pipeline-plans", new { @params = new JsonObject { ["fit.rounds"] = 2, ["fit.depth"] = 4, ["table.sql"] = "select 2 as a" } });
        await lab.SendAsync("POST", "/pipeline-plans", new { sample = 2 }, HttpStatusCode.BadRequest);
    }

    private static int Stored(PipelineWorld lab) => Directory.GetFiles(Path.Combine(lab.World.Directory, "artifacts"), "*", SearchOption.AllDirectories).Length;

    private static async Task<string[]> WillAsync(PipelineWorld lab)
        => [.. (await lab.SendAsync("POST", "/pipeline-plans", new { }))["steps"]!.AsArray().Select(s => $"{s!.Text("step")} {s!.Text("will")}")];
}
