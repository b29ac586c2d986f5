using Cairn.Identity;
using Cairn.Platform;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Server;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.Rooms.Tests.Monitoring.Keeping;

/// <summary>The keeper of the prober over real processes, in a time that the test moves.</summary>
internal sealed class KeptProber : IProberToken, IServer, IAsyncDisposable
{
    public const string Address = "http://127.0.0.1:7337";

    private readonly ApplicationLifetime _life = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly ProberKeeper _keeper;
    private readonly ServingDoor _door;

    public KeptProber()
    {
        var addresses = new ServerAddressesFeature();
        addresses.Addresses.Add(Address);
        Features.Set<IServerAddressesFeature>(addresses);
        _door = new(this);
        // A world that was not opened is a real one.
        var parts = new ProberParts(new World(null!, null!, null!, null!), new RealTime(Time), new PlatformOptions { DataDirectory = Folder }, this, Endpoints, Endpoints, _life)
        {
            Program = ["/bin/sh", "-c", "exec sleep 1000"],
        };
        _keeper = new(_door, Processes, parts, NullLogger<ProberKeeper>.Instance);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("cairn-prober-").FullName;

    public HeldTime Time { get; } = new();

    public WatchedRunner Processes { get; } = new();

    public ServedEndpoints Endpoints { get; } = new();

    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>What the next server reads of the prober that this one leaves when it crashes.</summary>
    public string ProcessFile => Path.Combine(Folder, "prober", "process");

    /// <summary>As a server that begins to listen.</summary>
    public async Task StartAsync()
    {
        await _keeper.StartAsync(CancellationToken.None);
        _life.NotifyStarted();
    }

    public Task StopAsync() => _keeper.StopAsync(CancellationToken.None);

    public async Task EnsureAsync(string file, CancellationToken cancellation) => await File.WriteAllTextAsync(file, "secret", cancellation);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _keeper.Dispose();
        _door.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    void IDisposable.Dispose()
    {
    }

    Task IServer.StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IServer.StopAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
