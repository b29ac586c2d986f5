using Cairn.Contracts.Snapshots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Snapshots;

/// <summary>
/// Loads the snapshot file at start and again whenever it changes, or says something else: a folder that is mounted is exchanged without a word about the file.
/// A bad one, or one that cannot be read, is refused, said, and the one before goes on.
/// </summary>
internal sealed partial class SnapshotFileService(IRouteTable routes, IOptions<ServingOptions> options, ILogger<SnapshotFileService> logger) : BackgroundService
{
    private readonly SemaphoreSlim _changed = new(1);
    private byte[] _seen = [];
    private string? _fault;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.SnapshotFile is not { } file) return;
        string path = Path.GetFullPath(file);
        using FileSystemWatcher? watcher = TryWatch(path);
        while (!stoppingToken.IsCancellationRequested)
        {
            bool changed = await _changed.WaitAsync(options.Value.FollowMilliseconds, stoppingToken);
            while (_changed.Wait(0, stoppingToken))
            {
                // Several changes in a row are one.
            }

            await LoadAsync(path, changed, stoppingToken);
        }
    }

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    /// <summary>Null where the system watches no more folders; then the file is looked at from time to time alone.</summary>
    private FileSystemWatcher? TryWatch(string path)
    {
        var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        watcher.Changed += Signal;
        watcher.Created += Signal;
        watcher.Renamed += Signal;
        try
        {
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException)
        {
            watcher.Dispose();
            return null;
        }
    }

    private void Signal(object sender, FileSystemEventArgs e) => _changed.Release();

    private async Task LoadAsync(string path, bool changed, CancellationToken cancellation)
    {
        try
        {
            byte[] json = await File.ReadAllBytesAsync(path, cancellation);
            if (!changed && json.AsSpan().SequenceEqual(_seen)) return;
            _seen = json;
            await routes.ApplyAsync(SnapshotJson.Parse(json), cancellation);
            _fault = null;
            Log.Serving(logger, routes.Epoch);
        }
        catch (Exception e) when (e is SnapshotException or IOException or UnauthorizedAccessException)
        {
            // What cannot be read, itself or a file that it names, is tried again and again, and said once.
            if (e is not SnapshotException { MayPass: false }) _seen = [];
            if (changed || _fault != e.Message) Log.Refused(logger, routes.Epoch, e.Message);
            _fault = e.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Serving snapshot {Epoch}.")]
        public static partial void Serving(ILogger logger, long epoch);

        [LoggerMessage(2, LogLevel.Error, "The snapshot is refused, {Epoch} goes on: {Faults}")]
        public static partial void Refused(ILogger logger, long epoch, string faults);
    }
}
