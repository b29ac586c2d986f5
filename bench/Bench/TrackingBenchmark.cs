using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cairn.Bench;

/// <summary>Calls of MLflow's clients to the server, on SQLite, every answer durable; against a bare Kestrel program that appends the same bodies to a file and syncs it.</summary>
internal abstract class TrackingBenchmark : IBenchmark
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private readonly string _data = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(10) };
    private Child? _ours, _bare;

    public abstract string Name { get; }

    public abstract string What { get; }

    public virtual string Unit => "calls/s";

    public abstract Goal Goal { get; }

    public int Rounds => 2;

    protected abstract string Path { get; }

    protected virtual int Connections => 64;

    /// <summary>Values of <see cref="Unit"/> that one call is worth.</summary>
    protected virtual int PerCall => 1;

    /// <summary>One run for each connection.</summary>
    protected IReadOnlyList<string> Runs { get; private set; } = [];

    public virtual async Task PrepareAsync(CancellationToken cancel)
    {
        _ours = await StartAsync(cancel);
        _bare = await Child.StartAsync("/livez", cancel, typeof(TrackingBenchmark).Assembly.Location, "--bare", "{port}");
        var runs = new List<string>();
        for (int i = 0; i < Connections; i++) runs.Add((string)(await PostAsync("runs/create", """{"experiment_id": "0"}""", cancel))["run"]!["info"]!["run_id"]!);
        Runs = runs;
    }

    public virtual async Task<double> MeasureAsync(CancellationToken cancel) => PerCall * await Load.RunAsync(_ours!.Port, $"/api/2.0/mlflow/{Path}", Body, Connections, Span, cancel);

    public virtual async Task<double> ControlAsync(CancellationToken cancel) => PerCall * await Load.RunAsync(_bare!.Port, $"/api/2.0/mlflow/{Path}", Body, Connections, Span, cancel);

    public Task FinishAsync()
    {
        _ours?.Dispose();
        _bare?.Dispose();
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>What a connection sends again and again.</summary>
    protected abstract string Body(int connection);

    protected Child Ours => _ours!;

    /// <summary>Gone when all is measured.</summary>
    protected string Folder => _data;

    /// <summary>Writes straight into the server's database, while no server is there.</summary>
    protected async Task FillAsync(Action<ManyRunsStore> fill, CancellationToken cancel)
    {
        _ours!.Dispose();
        using (var runs = new ManyRunsStore(System.IO.Path.Combine(_data, "cairn.db"))) fill(runs);
        _ours = await StartAsync(cancel);
    }

    protected async Task<byte[]> GetAsync(string path, CancellationToken cancel) => await _http.GetByteArrayAsync($"http://localhost:{_ours!.Port}{path}", cancel);

    /// <summary>The median of some calls, in milliseconds.</summary>
    protected static async Task<double> MedianAsync<T>(Func<Task<T>> call, int calls = 20)
    {
        var took = new List<double>();
        for (int i = 0; i < calls; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await call();
            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return Runner.Median(took);
    }

    private Task<Child> StartAsync(CancellationToken cancel) => Child.StartAsync("/livez", cancel, Child.App("Server"), "--port", "{port}", "--data", _data);

    protected async Task<JsonObject> PostAsync(string path, string body, CancellationToken cancel)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync($"http://localhost:{_ours!.Port}/api/2.0/mlflow/{path}", content, cancel);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(cancel))!;
    }

    /// <returns>The length of what the bare program sends back.</returns>
    protected async Task<long> BareBytesAsync(long count, CancellationToken cancel) => (await _http.GetByteArrayAsync($"http://localhost:{_bare!.Port}/bytes/{count}", cancel)).LongLength;
}
