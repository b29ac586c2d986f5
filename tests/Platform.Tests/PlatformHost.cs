using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Rooms.Tests;

namespace Cairn.Platform.Tests;

/// <summary>The platform alone, on one engine, in a temporary directory.</summary>
internal sealed class PlatformHost : IAsyncDisposable
{
    private readonly Action<IServiceCollection>? _configure;
    private readonly DateTimeOffset? _clock;
    private readonly TimeSpan? _idle;
    private readonly TestPostgres? _postgres;
    private IHost _host;

    private PlatformHost(string directory, TestPostgres? postgres, DateTimeOffset? clock, Action<IServiceCollection>? configure, TimeSpan? idle)
    {
        (Directory, _postgres, _clock, _configure, _idle) = (directory, postgres, clock, configure, idle);
        _host = Build();
    }

    public string Directory { get; }

    public IDatabase Database => Get<IDatabase>();

    public ILedger Ledger => Get<ILedger>();

    public static DateTimeOffset Start { get; } = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="idle">After which time jobs are looked for though nobody said that there are any.</param>
    public static async Task<PlatformHost> StartAsync(string engine, DateTimeOffset? clock = null, Action<IServiceCollection>? configure = null, TimeSpan? idle = null)
    {
        TestPostgres? postgres = engine == TestEngines.Postgres ? await TestPostgres.CreateAsync() : null;
        var host = new PlatformHost(System.IO.Directory.CreateTempSubdirectory("cairn-platform-").FullName, postgres, clock, configure, idle);
        await host._host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    public async Task RestartAsync()
    {
        await StopAsync();
        _host = Build();
        await _host.StartAsync(TestContext.Current.CancellationToken);
    }

    public Task<LedgerEvent> AppendAsync(string type = "project.paused", string subject = "p", Actor? actor = null, params string[] cause)
        => Database.WriteAsync(s => Ledger.Append(s, new EventDraft(type, subject, "p", actor ?? Actor.Service("test")) { Cause = cause }));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private IHost Build()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        var options = new PlatformOptions { DataDirectory = Directory, DatabaseUrl = _postgres?.Url, SimulatedClock = _clock, Seed = 7 };
        builder.Services.AddPlatform(_idle is { } idle ? options with { JobIdle = idle } : options);
        _configure?.Invoke(builder.Services);
        return builder.Build();
    }

    private async Task StopAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
