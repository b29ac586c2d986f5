using Cairn.Contracts.Snapshots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Snapshots;

/// <summary>
/// Makes a copy serve what the control plane serves: the last good snapshot at once, from the disk, then each new one as soon as its files are here. While
/// the control plane is away, or gives what cannot be served, the one before goes on and it is asked again.
/// </summary>
internal sealed partial class SnapshotFollower(IRouteTable routes, ServingClocks clocks, IOptions<ServingOptions> options, ILogger<SnapshotFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private byte[] _served = [];
    private string? _tag, _fault;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.ControlPlane is not { } from) return;
        using var client = new ControlPlaneClient(from);
        var folder = new CopyFolder(CopyFolder.Of(options.Value.LogDirectory));
        await GuardedAsync(() => RestoreAsync(folder, stoppingToken));
        TimeSpan every = TimeSpan.FromMilliseconds(options.Value.FollowMilliseconds), wait = every;
        while (!stoppingToken.IsCancellationRequested)
        {
            bool well = await GuardedAsync(() => FollowAsync(client, folder, stoppingToken));
            wait = well || every > Longest ? every : wait * 2 < Longest ? wait * 2 : Longest;
            await Task.Delay(wait, clocks.Real, stoppingToken);
        }
    }

    private async Task RestoreAsync(CopyFolder folder, CancellationToken cancellation)
    {
        if (await folder.LastGoodAsync(cancellation) is not { } json) return;
        RouteSnapshot snapshot = SnapshotJson.Parse(json);
        string[] files = [.. SnapshotFiles.Of(snapshot).Keys];
        foreach (string digest in files)
            if (!await folder.HasAsync(digest, cancellation)) throw new InvalidDataException($"The file {digest} of the last good snapshot is damaged or gone; it is fetched anew.");
        await ServeAsync(folder, snapshot, (json, files), cancellation);
    }

    private async Task FollowAsync(ControlPlaneClient client, CopyFolder folder, CancellationToken cancellation)
    {
        if (await client.SnapshotAsync(_tag, cancellation) is { } come)
        {
            RouteSnapshot snapshot = SnapshotJson.Parse(come.Json);
            string[] files = [.. SnapshotFiles.Of(snapshot).Keys];
            foreach (string digest in files)
                if (!await folder.HasAsync(digest, cancellation)) await folder.TakeAsync(digest, file => client.FetchAsync(digest, file, cancellation), cancellation);
            await ServeAsync(folder, snapshot, (come.Json, files), cancellation);
            _tag = come.Tag;
        }

        if (_fault is not null) Log.Back(logger, routes.Epoch);
        _fault = null;
    }

    /// <summary>
    /// The control plane has the last word, under whatever epoch: one that began anew may say something else under the same, one that was set back begins
    /// lower. Here each takes a higher one than the one before.
    /// </summary>
    private async Task ServeAsync(CopyFolder folder, RouteSnapshot snapshot, (byte[] Json, string[] Files) come, CancellationToken cancellation)
    {
        if (!come.Json.AsSpan().SequenceEqual(_served))
        {
            await routes.ApplyAsync(SnapshotFiles.Moved(snapshot, folder.Place) with { Epoch = Math.Max(snapshot.Epoch, routes.Epoch + 1) }, cancellation);
            _served = come.Json;
            Log.Serving(logger, routes.Epoch);
        }

        folder.Keep(come.Json, come.Files);
    }

    /// <summary>False after a fault, which is said once, however often it comes again.</summary>
    private async Task<bool> GuardedAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception e) when (e is ControlPlaneException or SnapshotException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            if (_fault != e.Message) Log.Behind(logger, routes.Epoch, e.Message);
            _fault = e.Message;
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Serving snapshot {Epoch}.")]
        public static partial void Serving(ILogger logger, long epoch);

        [LoggerMessage(2, LogLevel.Error, "The control plane is not followed, {Epoch} goes on: {Fault}")]
        public static partial void Behind(ILogger logger, long epoch, string fault);

        [LoggerMessage(3, LogLevel.Information, "The control plane is followed again, at {Epoch}.")]
        public static partial void Back(ILogger logger, long epoch);
    }
}
