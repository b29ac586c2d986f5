using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Bench;

/// <summary>A run of which nothing changed, from the request to its end, against the same run without the cache. Ten steps in a row.</summary>
internal sealed class CachedRun : IBenchmark
{
    private const int Steps = 10;
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
    private readonly HttpClient _http = new();
    private Child? _server;

    public string Name => "cached";

    public string What => $"a pipeline of {Steps} steps of which nothing changed, against the same executed";

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(0.5);

    public async Task PrepareAsync(CancellationToken cancel)
    {
        string repository = Directory.CreateDirectory(Path.Combine(_folder, "repo")).FullName;
        await File.WriteAllTextAsync(Path.Combine(repository, "cairn.yaml"), Project(), cancel);
        Git(repository, "init", "-q", "-b", "main");
        Git(repository, "add", ".");
        Git(repository, "-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "-q", "-m", "Ten steps");
        _server = await Child.StartAsync("/livez", cancel, Child.App("Server"), "--port", "{port}", "--data", Path.Combine(_folder, "data"));
        _http.BaseAddress = new Uri($"http://localhost:{_server.Port}/api/v1/");
        (await _http.PostAsJsonAsync("projects", new { repository }, cancel)).EnsureSuccessStatusCode();
    }

    public Task<double> MeasureAsync(CancellationToken cancel) => RunAsync(noCache: false, cancel);

    public Task<double> ControlAsync(CancellationToken cancel) => RunAsync(noCache: true, cancel);

    public Task FinishAsync()
    {
        _server?.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private async Task<double> RunAsync(bool noCache, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage asked = await _http.PostAsJsonAsync("projects/bench/pipeline-runs", new { no_cache = noCache }, cancel);
        asked.EnsureSuccessStatusCode();
        long number = (await asked.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("number").GetInt64();
        while (true)
        {
            JsonNode run = (await _http.GetFromJsonAsync<JsonNode>($"projects/bench/pipeline-runs/{number}", cancel))!;
            if ((string?)run["state"] == "succeeded") return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if ((string?)run["state"] is "failed" or "cancelled") throw new InvalidOperationException((string?)run["failure"]);
        }
    }

    private static string Project() => "project: bench\nsteps:\n" + string.Concat(Enumerable.Range(0, Steps).Select(i => i == 0
        ? "  s0:\n    run: echo 0 > $CAIRN_OUT_F\n    out: {f: file}\n"
        : $"  s{i}:\n    run: cat $CAIRN_IN_F > $CAIRN_OUT_F; echo {i} >> $CAIRN_OUT_F\n    in: {{f: s{i - 1}.f}}\n    out: {{f: file}}\n"));

    private static void Git(string folder, params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", ["-C", folder, .. arguments]))!;
        git.WaitForExit();
        if (git.ExitCode != 0) throw new InvalidOperationException($"git {arguments[0]} failed.");
    }
}
