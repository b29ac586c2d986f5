using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;

namespace Cairn.Platform;

/// <summary>Before anything else runs: the data directory is ours alone, the schema is current, the ledger is open.</summary>
internal sealed class PlatformStartup(PlatformOptions options, IDatabase database, Migrator migrator, World world) : IHostedService, IDisposable
{
    private FileStream? _lock;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (database.Engine == SqlEngine.Sqlite) _lock = Lock(options.DataDirectory);
        await migrator.RunAsync(cancellationToken);
        await world.OpenAsync(options.SimulatedClock, options.Seed, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _lock?.Dispose();

    private static FileStream Lock(string directory)
    {
        try
        {
            return new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"Another server works in {directory}. Stop it, or choose another --data directory.", e);
        }
    }
}
