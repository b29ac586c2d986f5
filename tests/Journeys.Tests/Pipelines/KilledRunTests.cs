using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Journeys.Tests.Pipelines;

/// <summary>The server is killed with -9 at random points of a run of many steps, again and again: nothing is lost, nothing is published twice.</summary>
public sealed class KilledRunTests
{
    private const string Base = "api/v1/projects/chain";
    private const string Go = "go";
    private static readonly bool Soak = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1";

    [Fact]
    public Task A_run_goes_on_where_it_was_and_publishes_each_step_once() => KillAsync(Soak ? 100 : 16, Soak ? 200 : 4, compute: null);

    [Fact]
    public async Task On_Slurm_too_where_steps_go_on_while_there_is_no_server()
    {
        string? config = Environment.GetEnvironmentVariable("CAIRN_TEST_SLURM");
        if (string.IsNullOrEmpty(config)) Assert.Skip("No Slurm: set CAIRN_TEST_SLURM to a slurm.conf as eng/slurm.sh makes it.");
        string workdir = Directory.CreateTempSubdirectory("slurm-work-").FullName;
        try
        {
            await KillAsync(Soak ? 100 : 8, Soak ? 200 : 2, $"targets:\n  cluster: {{slurm: {{workdir: {workdir}, config: {config}}}, slots: 4}}\n");
        }
        finally
        {
            Directory.Delete(workdir, recursive: true);
        }
    }

    private static async Task KillAsync(int steps, int kills, string? compute)
    {
        using var server = new ServerProcess();
        if (compute is not null) await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(server.Folder, "data")).FullName, "compute.yaml"), compute);
        string repository = MakeRepository(server.Folder, steps, compute is not null);
        await server.StartAsync();
        await server.PostAsync("api/v1/projects", new { repository });
        string number = (await server.PostAsync($"{Base}/pipeline-runs", new { }))["number"]!.ToString();
        var random = new Random(5);
        JsonNode run = await server.GetAsync($"{Base}/pipeline-runs/{number}");
        int killed = 0;
        var wentOn = new List<TimeSpan>();
        while (killed < kills)
        {
            await Task.Delay(random.Next(20, 700), TestContext.Current.CancellationToken);
            Dictionary<string, string> known = Done(await server.GetAsync($"{Base}/pipeline-runs/{number}"));
            server.Kill();
            killed++;
            await server.StartAsync();
            long ready = Stopwatch.GetTimestamp();
            run = await server.GetAsync($"{Base}/pipeline-runs/{number}");
            Dictionary<string, string> after = Done(run);
            known.Where(k => after.GetValueOrDefault(k.Key) != k.Value).ShouldBeEmpty("what was said to be done is done, with the same result by the same attempt");
            if (await MovedAsync(server, number, run)) wentOn.Add(Stopwatch.GetElapsedTime(ready));
        }
        if (wentOn.Count > 0) TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{kills} kills; the next move was on record {wentOn.Order().ElementAt(wentOn.Count / 2).TotalSeconds:0.00} s (median of {wentOn.Count}, at most {wentOn.Max().TotalSeconds:0.00}) after the server was ready, steps of {(Soak ? 1 : 0.4)} s among it"));
        run["finished_at"].ShouldBeNull("the run waits until it may go on");
        await File.WriteAllTextAsync(Path.Combine(server.Folder, Go), "");
        run = await EndAsync(server, number);
        run["state"]!.ToString().ShouldBe("succeeded", run["failure"]?.ToString());
        Done(run).Count.ShouldBe(steps);
        run["journal"]!.AsArray().Where(l => (string?)l!["to_state"] == "succeeded" && l["step"] is not null).CountBy(l => (string)l!["step"]!).Where(n => n.Value != 1).ShouldBeEmpty("each step is published once");
        await RecordedOnceAsync(server);
        if (compute is not null && !Soak) return;
        // The last step counted what came through every other: the same as without any kill.
        JsonNode again = await EndAsync(server, (await server.PostAsync($"{Base}/pipeline-runs", new { no_cache = true }))["number"]!.ToString());
        Outputs(again).ShouldBe(Outputs(run));
    }

    /// <summary>Waits until the run has moved on; false when nothing but its last step is left, which waits for the killing to be over.</summary>
    private static async Task<bool> MovedAsync(ServerProcess server, string number, JsonNode before)
    {
        int known = before["journal"]!.AsArray().Count, steps = before["steps"]!.AsArray().Count;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (JsonNode run = before; Done(run).Count < steps - 1; run = await server.GetAsync($"{Base}/pipeline-runs/{number}"))
        {
            if (run["journal"]!.AsArray().Count > known) return true;
            run["finished_at"].ShouldBeNull(run["failure"]?.ToString());
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
        return false;
    }

    private static async Task RecordedOnceAsync(ServerProcess server)
    {
        JsonArray events = (await server.GetAsync("api/v1/ledger/events?limit=1000"))["items"]!.AsArray();
        foreach (string type in new[] { "run.started", "run.finished" })
            events.Where(e => (string?)e!["type"] == type).CountBy(e => (string)e!["subject"]!["id"]!).Where(n => n.Value != 1).ShouldBeEmpty(type);
    }

    private static async Task<JsonNode> EndAsync(ServerProcess server, string number)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            JsonNode run = await server.GetAsync($"{Base}/pipeline-runs/{number}");
            if (run["finished_at"] is not null) return run;
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static Dictionary<string, string> Done(JsonNode run)
        => (run["steps"] as JsonArray ?? []).Where(s => (string?)s!["state"] == "succeeded").ToDictionary(s => (string)s!["step"]!, s => $"{s!["attempt"]} {s["outputs"]!.ToJsonString()}");

    private static string[] Outputs(JsonNode run) => [.. run["steps"]!.AsArray().Select(s => $"{s!["step"]} {s["outputs"]!.ToJsonString()}")];

    /// <summary>A ladder: each step takes what the two before it made. The last waits until the killing is over.</summary>
    private static string MakeRepository(string folder, int steps, bool cluster)
    {
        string at = cluster ? ", compute: cluster" : "";
        var yaml = new StringBuilder($"project: chain\n{(cluster ? "compute: {cluster: {slurm: {}}}\n" : "")}steps:\n  s0: {{run: \"echo 0 > $CAIRN_OUT_X\"{at}, out: {{x: file}}}}\n");
        for (int i = 1; i < steps; i++)
            yaml.Append($"  s{i}: {{run: \"sleep {(Soak ? 1 : 0.4)};{(i < steps - 1 ? "" : $" until [ -e {Path.Combine(folder, Go)} ]; do sleep 0.1; done;")} cat $CAIRN_IN_A $CAIRN_IN_B | md5sum > $CAIRN_OUT_X\", in: {{a: s{i - 1}.x, b: s{Math.Max(0, i - 2)}.x}}, out: {{x: file}}{at}}}\n");
        string path = Directory.CreateDirectory(Path.Combine(folder, "repository")).FullName;
        File.WriteAllText(Path.Combine(path, "cairn.yaml"), yaml.ToString());
        foreach (string words in new[] { "init --quiet --initial-branch=main", "add --all", "-c user.name=Ada -c user.email=ada@example.org -c commit.gpgsign=false commit --quiet --message Begin" })
        {
            using Process git = Process.Start(new ProcessStartInfo("git", words) { WorkingDirectory = path, UseShellExecute = false })!;
            git.WaitForExit();
            git.ExitCode.ShouldBe(0, words);
        }
        return path;
    }
}
