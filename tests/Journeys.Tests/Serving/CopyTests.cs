using System.Diagnostics;
using System.Text.Json.Nodes;
using Cairn.DuckDb;
using Cairn.Journeys.Tests.Pipelines;
using Cairn.Onnx;

namespace Cairn.Journeys.Tests.Serving;

/// <summary>A copy of the data plane follows a server, answers while that is away, and is killed with -9 itself: what it answered is in the server's log, once.</summary>
public sealed class CopyTests
{
    private const string Base = "api/v1/projects/late", Endpoint = "delay", Yaml = """
        project: late
        steps:
          train: {run: base64 -d model.b64 > $CAIRN_OUT_MODEL, out: {model: model}}
        endpoints:
          delay: {model: train.model, log: required, test: {}, production: {}}
        environments: {dev: {}, test: {}, production: {}}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_copy_answered_is_at_the_server_once_whoever_was_killed_in_between()
    {
        using var server = new ServerProcess();
        await server.StartAsync();
        await ReleaseAsync(server);
        string log = Path.Combine(server.Folder, "copy");
        var answered = new List<string>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int asked = 0;
        using (CopyProcess first = await CopyProcess.StartAsync(server.Server, log, Endpoint))
        {
            for (int i = 0; i < 50; i++) await AskAsync(first);
            // The server is away: who follows it goes on.
            server.Kill();
            for (int i = 0; i < 50; i++) await AskAsync(first);
            answered.Count.ShouldBe(100);
            Task[] callers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(async () => { while (await AskAsync(first)) { } }, Cancel))];
            await enough.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
            first.Kill();
            await Task.WhenAll(callers);
        }

        // It comes up without the server too, from what it has fetched.
        using (CopyProcess second = await CopyProcess.StartAsync(server.Server, log, Endpoint))
        {
            for (int i = 0; i < 50; i++) (await AskAsync(second)).ShouldBeTrue();
            second.Kill();
        }

        await server.StartAsync();
        using CopyProcess last = await CopyProcess.StartAsync(server.Server, log, Endpoint);
        IReadOnlyList<string> shipped = await ShippedAsync(server, answered.Count);
        shipped.Distinct().Count().ShouldBe(shipped.Count, "nothing is there twice");
        answered.Except(shipped).ShouldBeEmpty("what was answered is there");
        JsonNode copy = (await server.GetAsync($"{Base}/endpoints/{Endpoint}/copies"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((long)copy["rows"]!).ShouldBe(shipped.Count);
        (await server.GetAsync("api/v1/ledger/verify"))["verified"]!.GetValue<bool>().ShouldBeTrue();

        async Task<bool> AskAsync(CopyProcess of)
        {
            string id = $"q{Interlocked.Increment(ref asked)}";
            if (!await of.AskAsync(Endpoint, id)) return false;
            lock (answered)
            {
                answered.Add(id);
                if (answered.Count == 400) enough.SetResult();
            }
            return true;
        }
    }

    /// <summary>Request ids of the server's log, as its files have them, once all of these are there.</summary>
    private static async Task<IReadOnlyList<string>> ShippedAsync(ServerProcess server, int least)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            JsonArray files = (await server.GetAsync($"{Base}/endpoints/{Endpoint}/log"))["items"]!.AsArray();
            if (files.Where(f => (string)f!["kind"]! == "predictions").Sum(f => (long)f!["rows"]!) >= least) return await ReadAsync(server, files);
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(ServerProcess server, JsonArray files)
    {
        using var database = new DuckDatabase();
        using DuckConnection duck = database.Connect();
        var all = new List<string>();
        foreach (JsonNode? file in files)
        {
            string path = Path.Combine(server.Folder, "log.parquet");
            await File.WriteAllBytesAsync(path, await server.BytesAsync($"{Base}/endpoints/{Endpoint}/log/{Uri.EscapeDataString((string)file!["digest"]!)}"), Cancel);
            using DuckResult ids = duck.Query($"select request_id from read_parquet({DuckSql.Literal(path)})");
            all.AddRange(ids.Rows().Select(r => (string)r[0]!));
        }
        return all;
    }

    /// <summary>A project whose model is released into production.</summary>
    private static async Task ReleaseAsync(ServerProcess server)
    {
        string path = Directory.CreateDirectory(Path.Combine(server.Folder, "repository")).FullName;
        await File.WriteAllTextAsync(Path.Combine(path, "cairn.yaml"), Yaml, Cancel);
        await File.WriteAllTextAsync(Path.Combine(path, "model.b64"), Convert.ToBase64String(Model()), Cancel);
        foreach (string words in new[] { "init --quiet --initial-branch=main", "add --all", "-c user.name=Ada -c user.email=ada@example.org -c commit.gpgsign=false commit --quiet --message Begin" })
        {
            using Process git = Process.Start(new ProcessStartInfo("git", words) { WorkingDirectory = path, UseShellExecute = false })!;
            await git.WaitForExitAsync(Cancel);
            git.ExitCode.ShouldBe(0, words);
        }
        await server.PostAsync("api/v1/projects", new { repository = path });
        string run = (await server.PostAsync($"{Base}/pipeline-runs", new { }))["number"]!.ToString();
        await UntilAsync(async () => (string?)(await server.GetAsync($"{Base}/pipeline-runs/{run}"))["state"] == "succeeded");
        foreach (string environment in new[] { "test", "production" })
        {
            string release = (string)(await server.PostAsync($"{Base}/releases", new { model = Endpoint, version = 1, env = environment }))["id"]!;
            await UntilAsync(async () => (string?)(await server.GetAsync($"{Base}/releases"))["items"]!.AsArray().Single(r => (string?)r!["id"] == release)!["state"] == "succeeded");
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await holds()) await timer.WaitForNextTickAsync(limit.Token);
    }

    private static byte[] Model()
    {
        var graph = new OnnxGraph("late");
        graph.Output("score", graph.Sigmoid(graph.Input("x", OnnxType.Float, -1, 1)), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }
}
