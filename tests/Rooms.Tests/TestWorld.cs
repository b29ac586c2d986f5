using Cairn.Contracts.Ledger;
using Cairn.Platform;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Microsoft.AspNetCore.TestHost;

namespace Cairn.Rooms.Tests;

/// <summary>A server in a temporary directory with the rooms a test asks for: the real platform, one SQL engine, HTTP in process.</summary>
public sealed class TestWorld : IAsyncDisposable
{
    private readonly TestWorldOptions _options;
    private readonly string? _databaseUrl;
    private readonly TestPostgres? _postgres;
    private WebApplication _app;

    private TestWorld(TestWorldOptions options, string directory, TestPostgres? postgres)
    {
        (_options, Directory, _postgres, _databaseUrl) = (options, directory, postgres, postgres?.Url);
        _app = Build();
    }

    /// <summary>The data directory.</summary>
    public string Directory { get; }

    public IServiceProvider Services => _app.Services;

    public HttpClient Http { get; private set; } = null!;

    public IDatabase Database => Get<IDatabase>();

    public ILedger Ledger => Get<ILedger>();

    public DateTimeOffset Now => Get<TimeProvider>().GetUtcNow();

    /// <summary>Starts a world; on PostgreSQL the test is skipped when no server is named.</summary>
    public static async Task<TestWorld> StartAsync(TestWorldOptions options, string engine = TestEngines.Sqlite)
    {
        TestPostgres? postgres = engine == TestEngines.Postgres ? await TestPostgres.CreateAsync() : null;
        var world = new TestWorld(options, System.IO.Directory.CreateTempSubdirectory("cairn-test-").FullName, postgres);
        await world.StartAsync();
        return world;
    }

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Stops the server and starts another on the same state.</summary>
    /// <param name="between">What happens while there is none.</param>
    public async Task RestartAsync(Func<Task>? between = null)
    {
        await StopAsync();
        if (between is not null) await between();
        _app = Build();
        await StartAsync();
    }

    /// <summary>Waits until no job is open, every event is sealed and every subscriber has seen it.</summary>
    public Task QuietAsync() => Get<Simulation>().QuietAsync(TestContext.Current.CancellationToken);

    /// <summary>Moves simulated time on, doing everything that comes due.</summary>
    public Task AdvanceAsync(TimeSpan by) => Get<Simulation>().AdvanceAsync(Now + by, TestContext.Current.CancellationToken);

    /// <summary>All events of a type or noun (null: all), oldest first, once everything is quiet.</summary>
    public async Task<IReadOnlyList<LedgerEvent>> EventsAsync(string? type = null, string? project = null)
    {
        await QuietAsync();
        IReadOnlyList<SealedEvent> events = await Ledger.ReadAsync(0, int.MaxValue, new EventFilter { Type = type, Project = project });
        return [.. events.Select(e => e.Event)];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        MakeWritable(Directory);
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private WebApplication Build()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        if (_options.Listens) builder.WebHost.UseUrls("http://127.0.0.1:0");
        else builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("CAIRN_TEST_LOG") is not null) builder.Logging.AddSimpleConsole();
        builder.Services.AddPlatform(_options.Platform(new PlatformOptions { DataDirectory = Directory, DatabaseUrl = _databaseUrl, SimulatedClock = _options.SimulatedClock, Seed = _options.Seed, JobLease = TimeSpan.FromSeconds(6) }));
        _options.Rooms(builder.Services);
        WebApplication app = builder.Build();
        app.UsePlatform();
        _options.Middleware(app);
        app.MapPlatform();
        _options.Routes(app);
        return app;
    }

    private async Task StartAsync()
    {
        await _app.StartAsync();
        Http = _options.Listens ? new HttpClient { BaseAddress = new Uri(_app.Urls.First()) } : _app.GetTestClient();
    }

    private async Task StopAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    // Checkouts are read-only.
    private static void MakeWritable(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (string folder in System.IO.Directory.EnumerateDirectories(directory))
        {
            if (new DirectoryInfo(folder).LinkTarget is not null) continue;
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            MakeWritable(folder);
        }
    }
}
