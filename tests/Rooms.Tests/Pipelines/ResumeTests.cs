using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Pipelines.Runs;
using Cairn.Rooms.Tests.Code;
using Cairn.Rooms.Tests.Compute;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>Steps on a target whose jobs outlive the server: the next server goes on with them, whole or as parts, or ends them.</summary>
public sealed class ResumeTests : IAsyncLifetime
{
    private const string Yaml = """
        project: lab
        compute: {kube: {kubernetes: {image: "cairn:test"}}}
        steps:
          one: {run: sh wait.sh one, compute: kube, out: {text: file}}
          many: {run: sh wait.sh $CAIRN_ITEM, map: [a, b], compute: kube, out: {text: file}}
          all: {run: "cat $CAIRN_IN_ONE > $CAIRN_OUT_TEXT", in: {one: one.text, many: many.text}, out: {text: file}}
        """;

    private readonly string _workdir = TestSlurm.NewWorkdir();
    private FakeKubernetes _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await FakeKubernetes.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(Gates, recursive: true);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task The_attempt_of_a_step_goes_on_without_its_server_and_is_published_by_the_next(string engine)
    {
        await using PipelineWorld lab = await StartAsync(engine);
        long number = await lab.StartRunAsync(new { target = "one" });
        await BegunAsync("one");
        string why = PipelineWorld.Step(await lab.SendAsync("GET", $"/pipeline-runs/{number}"), "one").Text("why");
        await lab.World.RestartAsync(() => OpenAsync("one"));
        JsonNode run = await lab.EndAsync(number);
        run.Text("state").ShouldBe("succeeded", run.ToString());
        (await lab.OutputAsync(run, "one", "text")).ShouldBe("one\n");
        JsonNode step = PipelineWorld.Step(run, "one");
        ((int)step["attempt"]!, step.Text("why")).ShouldBe((1, why), "it was not begun again");
        PipelineWorld.State(await lab.RunAsync(new { target = "one" }), "one").ShouldBe("cached");
    }

    [Fact]
    public async Task The_items_of_a_mapped_step_go_on_each_by_itself()
    {
        await using PipelineWorld lab = await StartAsync();
        long number = await lab.StartRunAsync(new { target = "many" });
        await BegunAsync("a", "b");
        await lab.World.RestartAsync(() => OpenAsync("a"));
        await lab.UntilAsync(number, _ => Parts(lab, number).Any(p => p is { Step: "many:a", State: RunState.Succeeded }));
        await OpenAsync("b");
        JsonNode run = await lab.EndAsync(number);
        run.Text("state").ShouldBe("succeeded", run.ToString());
        Parts(lab, number).Select(p => $"{p.Step} {p.State} {p.Attempt}").ShouldBe(["many:a succeeded 1", "many:b succeeded 1"]);
        ((int)PipelineWorld.Step(run, "many")["attempt"]!).ShouldBe(1);
    }

    [Fact]
    public async Task What_goes_on_of_a_run_that_was_cancelled_is_ended()
    {
        await using PipelineWorld lab = await StartAsync();
        long number = await lab.StartRunAsync();
        await BegunAsync("one", "a", "b");
        // Asked for while the server ends: nothing of it is told to the tasks any more.
        await lab.World.Database.WriteAsync(s => lab.World.Get<RunStore>().AskToCancel(s, lab.World.Get<RunStore>().Find(s, "lab", number)!.Id));
        await lab.World.RestartAsync();
        JsonNode run = await lab.EndAsync(number);
        run.Text("state").ShouldBe("cancelled", run.ToString());
        PipelineStep[] ended = [.. Parts(lab, number)];
        (PipelineWorld.State(run, "one"), PipelineWorld.State(run, "many")).ShouldBe(("cancelled", "cancelled"));
        ended.ShouldAllBe(p => p.State == RunState.Cancelled);
        foreach (string task in ended.Select(p => p.Task!).Append(run.Text("id") + ".one.1"))
            (await lab.SendAsync("GET", $"/tasks/{task}")).Text("state").ShouldBe("cancelled");
    }

    private string Gates => Path.GetDirectoryName(_workdir)!;

    // Whoever begins a second time finds its gate made, and fails.
    private Task<PipelineWorld> StartAsync(string engine = TestEngines.Sqlite)
        => PipelineWorld.StartAsync(TestKubernetes.Enrol(new ComputeOptions { Slots = 2 }, _workdir, _cluster), Yaml, engine,
            ("wait.sh", $"mkfifo {Gates}/$1.gate && touch {Gates}/$1.begun && read x < {Gates}/$1.gate && echo $1 > $CAIRN_OUT_TEXT\n"));

    private Task BegunAsync(params string[] names) => TestSlurm.UntilAsync(() => Task.FromResult(names.All(n => File.Exists(Path.Combine(Gates, n + ".begun")))));

    private Task OpenAsync(string name) => TestPipes.LetGoAsync(Path.Combine(Gates, name + ".gate"));

    private static IReadOnlyList<PipelineStep> Parts(PipelineWorld lab, long number)
        => lab.World.Database.ReadAsync(s => lab.World.Get<RunStore>().Parts(s, lab.World.Get<RunStore>().Find(s, "lab", number)!.Id, "many")).GetAwaiter().GetResult();
}
