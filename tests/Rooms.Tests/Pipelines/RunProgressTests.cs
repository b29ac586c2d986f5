using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Caching;
using Cairn.Pipelines.Runs;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>Which steps may begin, as others end.</summary>
public sealed class RunProgressTests
{
    private const string Yaml = """
        project: lab
        steps:
          a: {run: "true", out: {x: file}}
          b: {run: "true", out: {x: file}}
          c: {run: "true", in: {a: a.x, b: b.x}, out: {x: file}}
          d: {run: "true", in: {c: c.x, a: a.x}, out: {x: file}}
        """;

    [Fact]
    public void A_step_may_begin_once_all_that_feeds_it_is_there()
    {
        RunProgress progress = Begin();
        Ready(progress).ShouldBe(["a", "b"]);
        progress.Ended(At("b", RunState.Cached));
        Ready(progress).ShouldBeEmpty();
        progress.Ended(At("a", RunState.Succeeded));
        Ready(progress).ShouldBe(["c"]);
        progress.Published.Keys.Order().ShouldBe(["a.x", "b.x"]);
        progress.Ended(At("c", RunState.Skipped));
        Ready(progress).ShouldBe(["d"]);
    }

    [Fact]
    public void It_goes_on_from_what_is_on_record()
    {
        RunProgress progress = Begin(At("a", RunState.Succeeded), At("b", RunState.Running));
        progress.Published.Keys.ShouldBe(["a.x"]);
        Ready(progress).ShouldBe(["b"]);
        progress.Ended(At("b", RunState.Succeeded));
        Ready(progress).ShouldBe(["c"]);
    }

    [Fact]
    public void Nothing_follows_what_failed()
    {
        RunProgress progress = Begin(At("a", RunState.Failed));
        Ready(progress).ShouldBe(["b"]);
        progress.Ended(At("b", RunState.Succeeded));
        Ready(progress).ShouldBeEmpty();
    }

    [Fact]
    public void A_thousand_steps_in_a_row_are_ordered_and_each_is_given_out_once()
    {
        const int count = 1000;
        string yaml = "project: lab\nsteps:\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"  s{i}: {{run: \"true\", {(i == 0 ? "" : $"in: {{x: s{i - 1}.x}}, ")}out: {{x: file}}}}\n"));
        RunPlan plan = Plan(yaml);
        var progress = new RunProgress(plan, plan.Steps.Select(s => At(s.Name, RunState.Waiting)));
        for (int i = 0; i < count; i++)
        {
            progress.Next()!.Name.ShouldBe($"s{i}");
            progress.Next().ShouldBeNull();
            progress.Ended(At($"s{i}", RunState.Succeeded));
        }
        progress.Next().ShouldBeNull();
    }

    private static RunProgress Begin(params PipelineStep[] known)
    {
        RunPlan plan = Plan(Yaml);
        return new RunProgress(plan, plan.Steps.Select(s => known.FirstOrDefault(k => k.Step == s.Name) ?? At(s.Name, RunState.Waiting)));
    }

    private static RunPlan Plan(string yaml)
    {
        ProjectFile file = ProjectFile.Parse(yaml, "cairn.yaml").File.ShouldNotBeNull();
        return new RunPlan(file, "0000000", new CodeTree("/nowhere"), [.. file.Order.Select(n => file.Steps[n])], null!);
    }

    private static PipelineStep At(string step, string state) => new()
    {
        Step = step,
        State = state,
        Outputs = state is RunState.Succeeded or RunState.Cached ? JsonSerializer.Serialize(new Dictionary<string, string> { ["x"] = "sha256:" + new string('0', 64) }) : null,
    };

    private static List<string> Ready(RunProgress progress)
    {
        var ready = new List<string>();
        while (progress.Next() is { } step) ready.Add(step.Name);
        return ready;
    }
}
