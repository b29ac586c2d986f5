using System.Net;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Pipelines.Reproductions;
using Cairn.Pipelines.Runs;
using Cairn.Rooms.Tests.Compute;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>A run made again in what it ran in: the system's packages as they were, the image by its digest.</summary>
public sealed class FormerEnvironmentTests
{
    private const string Yaml = """
        project: lab
        steps:
          make: {run: "echo 1 > $CAIRN_OUT_X", out: {x: file} }
          many: {run: "echo $CAIRN_ITEM > $CAIRN_OUT_Y", map: [a, b], in: {x: make.x}, out: {y: file} }
        """;

    [Fact]
    public async Task Where_the_systems_packages_differ_it_is_refused_unless_that_is_allowed()
    {
        using var system = new FakeSystem("lib/apk/db/installed", "P:musl\nV:1.2\n");
        await using PipelineWorld lab = await PipelineWorld.StartAsync(new ComputeOptions { SystemRoot = system.Root }, Yaml, TestEngines.Sqlite);
        await lab.RunAsync();
        // Of what comes from the cache that counts in which it was made.
        (await lab.RunAsync()).Text("state").ShouldBe("succeeded");
        (await ReproduceAsync(lab, new { of = "#2" })).Text("state").ShouldBe("succeeded");

        system.Write("P:musl\nV:1.3\n");
        JsonNode refused = await ReproduceAsync(lab, new { of = "#2" });
        PipelineWorld.Step(refused, "make").Text("failure").ShouldContain("the packages that the system had when this was done first: musl is 1.3 and not 1.2.");
        (await lab.SendAsync("GET", $"/pipeline-runs/{refused["number"]}/reproduction")).Text("verdict").ShouldBe("failed");
        (await lab.RunAsync(new { no_cache = true })).Text("state").ShouldBe("succeeded", "a run of its own asks nothing of the system");

        JsonNode allowed = await ReproduceAsync(lab, new { of = "#2", allow_drift = true });
        PipelineWorld.Step(allowed, "make").Text("drift").ShouldBe("musl is 1.3 and not 1.2");
        PipelineWorld.Step(allowed, "many").Text("drift").ShouldBe("musl is 1.3 and not 1.2", "parts too");
        (await lab.SendAsync("GET", $"/pipeline-runs/{allowed["number"]}/reproduction")).Text("verdict").ShouldBe("same");
    }

    [Fact]
    public async Task A_project_says_which_packages_of_the_system_matter()
    {
        using var system = new FakeSystem("lib/apk/db/installed", "P:musl\nV:1.2\nP:vim\nV:9.0\n");
        const string yaml = "project: lab\nsystem: system.lock\nsteps:\n  make: {run: \"echo 1 > $CAIRN_OUT_X\", out: {x: file}}\n";
        await using PipelineWorld lab = await PipelineWorld.StartAsync(new ComputeOptions { SystemRoot = system.Root }, yaml, TestEngines.Sqlite, ("system.lock", "musl=1.2\n"));
        (await lab.RunAsync()).Text("state").ShouldBe("succeeded");
        system.Write("P:musl\nV:1.2\nP:vim\nV:9.1\n");
        (await ReproduceAsync(lab, new { of = "#1" })).Text("state").ShouldBe("succeeded", "vim is not among them");

        system.Write("P:musl\nV:1.3\n");
        PipelineWorld.Step(await lab.RunAsync(new { no_cache = true }), "make").Text("failure").ShouldStartWith("What is installed differs from system.lock: musl is 1.3 and not 1.2.");
        lab.Repository.Write("system.lock", "musl=1.3\n");
        await lab.CommitAsync();
        JsonNode other = await lab.RunAsync();
        (PipelineWorld.State(other, "make"), PipelineWorld.Step(other, "make").Text("why").Contains("system sha256:", StringComparison.Ordinal)).ShouldBe(("succeeded", true), PipelineWorld.Step(other, "make").Text("why"));
        lab.Repository.Write("system.lock", "musl\n");
        await lab.CommitAsync();
        PipelineWorld.Step(await lab.RunAsync(), "make").Text("failure").ShouldStartWith("system.lock:1 is no package with its version.");
        lab.Repository.Write("cairn.yaml", yaml.Replace("system.lock", "other.lock", StringComparison.Ordinal));
        await lab.CommitAsync();
        PipelineWorld.Step(await lab.RunAsync(), "make").Text("failure").ShouldBe("The commit has no file 'other.lock', which 'system' of cairn.yaml names.");
    }

    [Fact]
    public async Task An_answer_to_who_asks_for_it_is_of_the_new_run_alone()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml);
        (await lab.RunAsync())["finished_at"].ShouldNotBeNull();
        (await lab.SendAsync("POST", "/reproductions", new { of = "#1" }, HttpStatusCode.Accepted))["finished_at"].ShouldBeNull();
        await lab.World.QuietAsync();
    }

    [Fact]
    public async Task A_container_image_is_asked_for_by_its_digest()
    {
        await using FakeKubernetes cluster = await FakeKubernetes.StartAsync();
        cluster.ImageId = "registry:5000/cairn@sha256:abc";
        string workdir = TestSlurm.NewWorkdir();
        const string yaml = "project: lab\ncompute: {kube: {kubernetes: {image: \"registry:5000/cairn:1\"}}}\nsteps: {make: {run: \"echo 1 > $CAIRN_OUT_X\", compute: kube, out: {x: file}}}\n";
        await using PipelineWorld lab = await PipelineWorld.StartAsync(TestKubernetes.Enrol(new ComputeOptions { Slots = 2 }, workdir, cluster), yaml, TestEngines.Sqlite);
        PipelineWorld.Step(await lab.RunAsync(), "make").Text("image").ShouldBe("registry:5000/cairn:1@sha256:abc");
        Image(cluster).ShouldBe("registry:5000/cairn:1");
        JsonNode ran = await lab.SendAsync("GET", "/pipeline-runs/1/steps/make/environment");
        (ran.Text("image"), ran.Text("image_digest")).ShouldBe(("registry:5000/cairn:1", "sha256:abc"));
        (await lab.World.Http.GetStringAsync("/p/lab/pipelines/make/runs/1?step=make")).ShouldContain("registry:5000/cairn:1@sha256:abc");

        (await ReproduceAsync(lab, new { of = "#1" })).Text("state").ShouldBe("succeeded");
        Image(cluster).ShouldBe("registry:5000/cairn@sha256:abc");
        (await lab.RunAsync(new { no_cache = true })).Text("state").ShouldBe("succeeded");
        Image(cluster).ShouldBe("registry:5000/cairn:1");
    }

    [Theory]
    [InlineData("""{"image": "cairn:1", "image_digest": "sha256:a"}""", "cairn:1@sha256:a", "cairn@sha256:a")]
    [InlineData("""{"image": "registry:5000/team/cairn", "image_digest": "sha256:a"}""", "registry:5000/team/cairn@sha256:a", "registry:5000/team/cairn@sha256:a")]
    [InlineData("""{"image": "registry:5000/cairn:1@sha256:b", "image_digest": "sha256:a"}""", "registry:5000/cairn:1@sha256:b", "registry:5000/cairn@sha256:b")]
    [InlineData("""{"image": "cairn:1"}""", "cairn:1", null)]
    [InlineData("""{"machine": {"system_packages": "0123456789abcdef"}}""", null, null)]
    public void An_image_is_told_with_its_digest_and_asked_for_by_that(string found, string? told, string? pinned)
        => (RanIn.ImageOf(found), RanIn.PinnedImageOf(found), RanIn.SystemPackagesOf(found)).ShouldBe((told, pinned, null));

    [Theory]
    [InlineData("run-1", "manual", true)]
    [InlineData("run-1", "retry", true)]
    [InlineData("run-1", ReproductionAsk.Schedule, false)]
    [InlineData(null, "manual", false)]
    public void Only_what_somebody_asks_for_is_held_to_the_system(string? repeats, string trigger, bool held) => Reproducer.HoldsSystem(new PipelineRun { Repeats = repeats, TriggerKind = trigger }).ShouldBe(held);

    private static string Image(FakeKubernetes cluster) => (string)cluster.LastJob["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!;

    private static async Task<JsonNode> ReproduceAsync(PipelineWorld lab, object ask)
        => await lab.EndAsync((long)(await lab.SendAsync("POST", "/reproductions", ask, HttpStatusCode.Accepted))["number"]!);
}
