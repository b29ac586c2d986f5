using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Platform.Sql;

namespace Cairn.Bench;

/// <summary>Calls of MLflow's clients to the server, every answer durable, beside a bare Kestrel program that appends the same bodies to a file and syncs it.</summary>
internal abstract class TrackingBenchmark(SqlEngine engine) : IBenchmark
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(10) };
    private string _data = "";
    private PostgresServer? _postgres;
    private Child? _ours, _bare;

    public string Name => engine == SqlEngine.Postgres ? Plain + "-postgres" : Plain;

    public abstract string What { get; }

    public abstract string Unit { get; }

    public abstract Goal Goal { get; }

    public virtual int Rounds => 1;

    public virtual IReadOnlyList<Row> Sides => [];

    public string? Lacking => engine == SqlEngine.Postgres && !PostgresServer.IsHere ? "there is no PostgreSQL here" : null;

    /// <summary>The name where it is SQLite.</summary>
    protected abstract string Plain { get; }

    /// <summary>Told of what is called, where it is not SQLite.</summary>
    protected string On => engine == SqlEngine.Postgres ? " on PostgreSQL" : "";

    /// <summary>How many runs are made first, one for each connection.</summary>
    protected virtual int Connections => 64;

    /// <summary>What holds on SQLite is held in this part on PostgreSQL: of the same order, nearer to it than to a tenth of it.</summary>
    protected double OfEngine => engine == SqlEngine.Postgres ? 1.0 / 3 : 1;

    /// <summary>One run for each connection.</summary>
    protected IReadOnlyList<string> Runs { get; private set; } = [];

    public virtual async Task PrepareAsync(CancellationToken cancel)
    {
        _data = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
        if (engine == SqlEngine.Postgres) _postgres = await PostgresServer.StartAsync(cancel);
        _ours = await StartAsync(cancel);
        _bare = await Child.StartAsync("/livez", cancel, typeof(TrackingBenchmark).Assembly.Location, "--bare", "{port}");
        var runs = new List<string>();
        for (int i = 0; i < Connections; i++) runs.Add((string)(await PostAsync("runs/create", """{"experiment_id": "0"}""", cancel))["run"]!["info"]!["run_id"]!);
        Runs = runs;
    }

    public abstract Task<double> MeasureAsync(CancellationToken cancel);

    public abstract Task<double> ControlAsync(CancellationToken cancel);

    public Task FinishAsync()
    {
        _ours?.Dispose();
        _bare?.Dispose();
        _postgres?.Dispose();
        _http.Dispose();
        if (_data.Length > 0) Directory.Delete(_data, recursive: true);
        return Task.CompletedTask;
    }

    protected Child Ours => _ours!;

    protected Child Bare => _bare!;

    /// <summary>Gone when all is measured.</summary>
    protected string Folder => _data;

    /// <summary>What PostgreSQL does by itself within a minute of a large change.</summary>
    protected Task AnalyzeAsync(CancellationToken cancel) => _postgres?.AnalyzeAsync(cancel) ?? Task.CompletedTask;

    /// <summary>Writes straight into the server's database, which is SQLite, while no server is there.</summary>
    protected async Task FillAsync(Action<ManyRunsStore> fill, CancellationToken cancel)
    {
        _ours!.Dispose();
        using (var runs = new ManyRunsStore(Path.Combine(_data, "cairn.db"))) fill(runs);
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

    /// <summary>Requests to a path of the server, again and again.</summary>
    protected static Func<int, byte[]> Requests(Child server, string path, Func<int, string> body) =>
        connection => Load.Request(server.Port, $"/api/2.0/mlflow/{path}", Encoding.UTF8.GetBytes(body(connection)));

    private Task<Child> StartAsync(CancellationToken cancel) =>
        Child.StartAsync("/livez", cancel, [Child.App("Server"), "--port", "{port}", "--data", _data, .. _postgres is null ? [] : (string[])["--db", _postgres.Address]]);

    protected async Task<JsonObject> PostAsync(string path, string body, CancellationToken cancel)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync($"http://localhost:{_ours!.Port}/api/2.0/mlflow/{path}", content, cancel);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(cancel))!;
    }

    /// <returns>The length of what the bare program sends back.</returns>
    protected async Task<long> BareBytesAsync(long count, CancellationToken cancel) => (await _http.GetByteArrayAsync($"http://localhost:{_bare!.Port}/bytes/{count}", cancel)).LongLength;
}
