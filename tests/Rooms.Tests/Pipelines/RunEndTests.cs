using System.Net;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>An answer that is held back until a run has ended.</summary>
public sealed class RunEndTests
{
    [Fact]
    public async Task It_comes_when_the_run_has_ended_and_at_the_latest_when_it_was_asked_for()
    {
        string folder = Directory.CreateTempSubdirectory("cairn-gate-").FullName, gate = Path.Combine(folder, "gate");
        string yaml = $$$"""
            project: lab
            steps:
              hold: {run: "mkfifo {{{gate}}} && touch {{{gate}}}.begun && read x < {{{gate}}} && echo 1 > $CAIRN_OUT_T", out: {t: file}}
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(yaml);
        long number = await lab.StartRunAsync();
        await lab.UntilAsync(number, _ => File.Exists(gate + ".begun"));
        (await lab.SendAsync("GET", $"/pipeline-runs/{number}?wait=0"))["finished_at"].ShouldBeNull();
        (await lab.SendAsync("GET", $"/pipeline-runs/{number}?wait=0.01"))["finished_at"].ShouldBeNull();
        Task<JsonNode> held = lab.SendAsync("GET", $"/pipeline-runs/{number}?wait=60");
        await File.WriteAllTextAsync(gate, "go\n", TestContext.Current.CancellationToken);
        (await held).Text("state").ShouldBe("succeeded");
        (await lab.SendAsync("GET", $"/pipeline-runs/{number}?wait=60"))["finished_at"].ShouldNotBeNull();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("60.5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public async Task A_time_that_is_none_is_refused(string wait)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync("project: lab\nsteps:\n  a: {run: \"echo 1 > $CAIRN_OUT_T\", out: {t: file}}\n");
        (await lab.SendAsync("GET", $"/pipeline-runs/1?wait={wait}", expected: HttpStatusCode.BadRequest)).ToJsonString().ShouldContain("seconds, from 0 to 60");
        await lab.SendAsync("GET", "/pipeline-runs/1?wait=1", expected: HttpStatusCode.NotFound);
    }
}
