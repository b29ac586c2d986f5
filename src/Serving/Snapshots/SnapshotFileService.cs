using Cairn.Contracts.Snapshots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Snapshots;

/// <summary>Loads the snapshot file at start and again whenever it changes. A bad one is refused, said, and the one before goes on.</summary>
internal sealed partial class SnapshotFileService(IRouteTable routes, IOptions<ServingOptions> options, ILogger<SnapshotFileService> logger) : BackgroundService
{
    private readonly SemaphoreSlim _changed = new(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.SnapshotFile is not { } file) return;
        string path = Path.GetFullPath(file);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        watcher.Changed += Signal;
        watcher.Created += Signal;
        watcher.Renamed += Signal;
        watcher.EnableRaisingEvents = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            await _changed.WaitAsync(stoppingToken);
            while (_changed.Wait(0, stoppingToken))
            {
                // Several changes in a row are one.
            }

            await LoadAsync(path, stoppingToken);
        }
    }

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    private void Signal(object sender, FileSystemEventArgs e) => _changed.Release();

    private async Task LoadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await routes.ApplyAsync(SnapshotJson.Parse(await File.ReadAllBytesAsync(path, cancellation)), cancellation);
            Log.Serving(logger, routes.Epoch);
        }
        catch (SnapshotException e) { Log.Refused(logger, routes.Epoch, e.Message); }
        catch (IOException e) { Log.Refused(logger, routes.Epoch, e.Message); }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Serving snapshot {Epoch}.")]
        public static partial void Serving(ILogger logger, long epoch);

        [LoggerMessage(2, LogLevel.Error, "The snapshot is refused, {Epoch} goes on: {Faults}")]
        public static partial void Refused(ILogger logger, long epoch, string faults);
    }
}
