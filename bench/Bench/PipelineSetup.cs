using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cairn.Bench;

/// <summary>A server with one project, <c>bench</c>, whose repository is written here.</summary>
/// <param name="options">More of the server's.</param>
internal sealed class PipelineSetup(params string[] options) : IDisposable
{
    private const string Project = "projects/bench";
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
    private HttpClient _http = new();
    private Child? _server;

    public Child Server => _server!;

    public string Folder => _folder;

    public string Repository => Path.Combine(_folder, "repo");

    /// <summary>Where the server answers.</summary>
    public HttpClient Http => _http;

    /// <summary>Commits the file with whatever else lies in the repository, and adds the project.</summary>
    public async Task StartAsync(string yaml, CancellationToken cancel)
    {
        await CommitAsync(yaml, cancel);
        await ServeAsync(cancel);
        await AddAsync(Repository, cancel);
    }

    /// <summary>Adds one more project, of a repository of its own.</summary>
    public async Task AddAsync(string name, string yaml, CancellationToken cancel)
    {
        string repository = Path.Combine(_folder, "repo-" + name);
        await CommitAsync(repository, yaml, cancel);
        await AddAsync(repository, cancel);
    }

    /// <returns>The commit's id.</returns>
    public Task<string> CommitAsync(string yaml, CancellationToken cancel) => CommitAsync(Repository, yaml, cancel);

    /// <summary>Starts the server, anew when there was one before.</summary>
    public async Task ServeAsync(CancellationToken cancel)
    {
        _server?.Dispose();
        _http.Dispose();
        _server = await Child.StartAsync("/livez", cancel, [Child.App("Server"), "--port", "{port}", "--data", Path.Combine(_folder, "data"), "--prober", "off", .. options]);
        _http = new HttpClient { BaseAddress = new Uri($"http://localhost:{_server.Port}/api/v1/"), Timeout = TimeSpan.FromMinutes(10) };
    }

    /// <summary>Runs the pipeline to its end.</summary>
    /// <param name="pause">Between two looks; whoever does not measure the time to the end leaves the processors to the run.</param>
    /// <returns>Milliseconds from the request on.</returns>
    public async Task<double> RunAsync(bool noCache, CancellationToken cancel, TimeSpan? pause = null)
    {
        long start = Stopwatch.GetTimestamp();
        long number = (long)(await PostAsync("pipeline-runs", new { no_cache = noCache }, cancel))["number"]!;
        await UntilAsync(number, run => run["finished_at"] is not null, cancel, pause);
        double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        JsonNode ended = await GetAsync($"pipeline-runs/{number}", cancel);
        return (string?)ended["state"] == "succeeded" ? took : throw new InvalidOperationException($"Run #{number}: {ended["state"]}, {ended["failure"]}");
    }

    /// <summary>Waits until a run that is as new as this one, or newer, is as it should be.</summary>
    public async Task<JsonNode> UntilAsync(long number, Func<JsonNode, bool> isSo, CancellationToken cancel, TimeSpan? pause = null)
    {
        // The list is short to write; the run itself comes with all its steps.
        while (true)
        {
            if ((await NewestAsync(cancel)) is { } run && (long)run["number"]! >= number && isSo(run)) return run;
            await Task.Delay(pause ?? Pause, cancel);
        }
    }

    public async Task<JsonNode?> NewestAsync(CancellationToken cancel) => (await GetAsync("pipeline-runs?limit=1", cancel))["items"]!.AsArray().FirstOrDefault();

    /// <param name="path">Below the project.</param>
    public async Task<JsonNode> GetAsync(string path, CancellationToken cancel) => (await _http.GetFromJsonAsync<JsonNode>($"{Project}/{path}", cancel))!;

    /// <param name="path">Below the project.</param>
    public Task<JsonNode> PostAsync(string path, object body, CancellationToken cancel) => SendAsync(path, JsonContent.Create(body), cancel);

    /// <param name="path">Below the project.</param>
    public async Task<JsonNode> SendAsync(string path, HttpContent body, CancellationToken cancel)
    {
        using HttpResponseMessage answer = await _http.PostAsync($"{Project}/{path}", body, cancel);
        await RequireAsync(answer, cancel);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(cancel))!;
    }

    public void Dispose()
    {
        _server?.Dispose();
        _http.Dispose();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private async Task AddAsync(string repository, CancellationToken cancel)
    {
        using HttpResponseMessage added = await _http.PostAsJsonAsync("projects", new { repository }, cancel);
        await RequireAsync(added, cancel);
    }

    private static async Task<string> CommitAsync(string repository, string yaml, CancellationToken cancel)
    {
        Directory.CreateDirectory(repository);
        await File.WriteAllTextAsync(Path.Combine(repository, "cairn.yaml"), yaml, cancel);
        if (!Directory.Exists(Path.Combine(repository, ".git")))
        {
            Git(repository, "init", "-q", "-b", "main");
            Git(repository, "config", "core.compression", "0");
        }
        Git(repository, "add", ".");
        Git(repository, "-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "-q", "-m", "As the benchmark wants it");
        return Git(repository, "rev-parse", "HEAD");
    }

    private static string Git(string repository, params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", ["-C", repository, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string said = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0 ? said.Trim() : throw new InvalidOperationException($"git {arguments[0]} failed.");
    }

    private static async Task RequireAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri}: {await answer.Content.ReadAsStringAsync(cancel)}");
    }
}
