using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>Conditions, retries, cancelling, restarts, and runs on a share of the data.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task What_follows_from_a_step_that_is_passed_over_is_passed_over_too()
    {
        const string yaml = """
            project: lab
            steps:
              score: {run: "echo '{\"auc\": 0.6}' > $CAIRN_OUT_METRICS", out: {metrics: metrics}}
              extra: {run: "echo x > $CAIRN_OUT_X", out: {x: file}, if: score.metrics.auc > 0.7}
              after: {run: "cp $CAIRN_IN_X $CAIRN_OUT_Y", in: {x: extra.x}, out: {y: file}}
              blind: {run: "echo x > $CAIRN_OUT_X", out: {x: file}, if: score.metrics.f1 > 0.7}
              last: {run: "echo x > $CAIRN_OUT_X", out: {x: file}, if: score.metrics.auc > 0.5}
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(yaml);
        JsonNode passed = await lab.RunAsync(new { target = "after" });
        passed.Text("state").ShouldBe("succeeded");
        PipelineWorld.Step(passed, "extra").Text("why").ShouldBe("'score.metrics.auc > 0.7' does not hold (0.6 against 0.7).");
        PipelineWorld.Step(passed, "after").Text("why").ShouldBe("'extra' was passed over, so there is no extra.x.");
        PipelineWorld.Step(await lab.RunAsync(new { target = "blind" }), "blind").Text("why").ShouldBe("'score.metrics.f1 > 0.7' cannot be told: there is no score.metrics.f1.");
        PipelineWorld.State(await lab.RunAsync(new { target = "last" }), "last").ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_failure_is_tried_again_as_often_as_allowed_and_no_more()
    {
        string file = Path.GetTempFileName();
        string yaml = $$"""
            project: lab
            steps:
              flaky: {run: "echo x >> {{file}}; [ $(wc -l < {{file}}) -ge 3 ] && echo y > $CAIRN_OUT_Y", out: {y: file}, retry: {times: 2, for: exit, wait: 1ms} }
              never: {run: exit 1, out: {y: file}, retry: {times: 1, for: [exit]} }
              once: {run: exit 1, out: {y: file}, retry: {times: 3, for: [timeout]} }
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(yaml);
        JsonNode flaky = PipelineWorld.Step(await lab.RunAsync(new { target = "flaky" }), "flaky");
        (flaky.Text("state"), (int)flaky["attempt"]!).ShouldBe(("succeeded", 3));
        ((int)PipelineWorld.Step(await lab.RunAsync(new { target = "never" }), "never")["attempt"]!).ShouldBe(2);
        ((int)PipelineWorld.Step(await lab.RunAsync(new { target = "once" }), "once")["attempt"]!).ShouldBe(1);
        File.Delete(file);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_run_goes_on_after_its_server_was_stopped_and_ends_when_it_is_cancelled(string engine)
    {
        const string yaml = """
            project: lab
            steps:
              first: {run: "date +%s%N > $CAIRN_OUT_X", out: {x: file}}
              slow: {run: "[ ! -f $CAIRN_IN_GATE/stop ] || sleep 600; cp $CAIRN_IN_X $CAIRN_OUT_Y", in: {x: first.x, gate: gate.dir}, out: {y: file}}
              gate: {run: "mkdir $CAIRN_OUT_DIR; echo x > $CAIRN_OUT_DIR/stop", out: {dir: dir}}
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(yaml, engine);
        long number = await lab.StartRunAsync(new { target = "slow" });
        JsonNode before = await lab.UntilAsync(number, r => r["steps"] is JsonArray steps && steps.Any(s => s!.Text("step") == "slow" && s!.Text("state") == "running"));
        await lab.World.RestartAsync();
        JsonNode after = await lab.UntilAsync(number, r => (int)PipelineWorld.Step(r, "slow")["attempt"]! == 2 && PipelineWorld.State(r, "slow") == "running");
        JsonNode.DeepEquals(PipelineWorld.Step(before, "first")["outputs"], PipelineWorld.Step(after, "first")["outputs"]).ShouldBeTrue("what was done stays done");
        await lab.SendAsync("POST", $"/pipeline-runs/{number}/cancel");
        JsonNode ended = await lab.EndAsync(number);
        (ended.Text("state"), PipelineWorld.State(ended, "slow")).ShouldBe(("cancelled", "cancelled"));
        await lab.World.Http.SendAsync("POST", $"/api/v1/projects/lab/pipeline-runs/{number}/cancel", System.Net.HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_target_that_is_not_enrolled_fails_the_step_and_not_the_server()
    {
        const string yaml = """
            project: lab
            compute: {gpu: {slurm: {partition: gpu, workdir: /shared}}}
            steps:
              fit: {run: "echo > $CAIRN_OUT_X", compute: gpu, out: {x: file}}
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(yaml);
        PipelineWorld.Step(await lab.RunAsync(), "fit").Text("failure").ShouldContain("gpu");
    }
}
