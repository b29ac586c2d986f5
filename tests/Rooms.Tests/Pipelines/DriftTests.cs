using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Rooms.Tests.Compute;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>A step whose lock file and machine do not agree.</summary>
public sealed class DriftTests
{
    private const string Yaml = """
        project: lab
        env: requirements.txt
        steps:
          fit: {run: python3 train.sh, out: {y: file}}
        """;

    [Fact]
    public async Task It_is_refused_and_when_allowed_recorded_and_nobodys_result()
    {
        using var python = new FakePython("numpy==2.3");
        await using PipelineWorld lab = await StartAsync(python);
        JsonNode refused = await lab.RunAsync();
        PipelineWorld.Step(refused, "fit").Text("failure").ShouldContain("numpy is 2.3 and not 2.4");

        JsonNode allowed = await lab.RunAsync(new { allow_drift = true });
        PipelineWorld.Step(allowed, "fit").Text("drift").ShouldBe("numpy is 2.3 and not 2.4");
        (await lab.World.EventsAsync("run.finished")).Select(e => $"{e.Data["status"]} {e.Data["clean"]}").ShouldBe(["failed true", "succeeded false"]);
        PipelineWorld.State(await lab.RunAsync(), "fit").ShouldBe("failed", "what was made in another environment is no result of this one");

        python.Install("numpy==2.4");
        PipelineWorld.State(await lab.RunAsync(), "fit").ShouldBe("succeeded");
        PipelineWorld.State(await lab.RunAsync(), "fit").ShouldBe("cached");
    }

    [Fact]
    public async Task A_reproduction_names_what_it_ran_in_when_that_is_all_that_differs()
    {
        using var python = new FakePython("numpy==2.4", "pandas==2.2");
        await using PipelineWorld lab = await StartAsync(python);
        JsonNode run = await lab.RunAsync();
        run.Text("state").ShouldBe("succeeded", run.ToString());
        (await lab.SendAsync("GET", "/pipeline-runs/1/steps/fit/environment"))["python3"]!["packages"]!.Text("pandas").ShouldBe("2.2");
        python.Install("numpy==2.4", "pandas==2.3");
        JsonNode again = await lab.SendAsync("POST", "/reproductions", new { of = $"#{run["number"]}" }, System.Net.HttpStatusCode.Accepted);
        await lab.EndAsync((long)again["number"]!);
        JsonNode report = await lab.SendAsync("GET", $"/pipeline-runs/{again["number"]}/reproduction");
        $"{report["verdict"]} {report["diverged"]}".ShouldBe("diverged fit");
        report.Text("why").ShouldBe("Its inputs, code and parameters were the same; what it ran in differs: python3 pandas 2.2 -> 2.3.");
    }

    // The script writes down what is installed, as a training that depends on it would.
    private static Task<PipelineWorld> StartAsync(FakePython python) => PipelineWorld.StartAsync(
        new ComputeOptions { SearchPath = python.SearchPath, Pip = new Dictionary<string, string>() }, Yaml, TestEngines.Sqlite,
        ("requirements.txt", "numpy==2.4 --hash=sha256:00\n"), ("train.sh", $"cat '{python.Site}/packages' > $CAIRN_OUT_Y\n"));
}
