using Cairn.Contracts.Snapshots;
using Cairn.Serving.Routing;
using Cairn.Serving.Snapshots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Shipping;

/// <summary>
/// Gives the closed segments of a copy's log to the server, round after round, and says how they stand. The server knows each by log, endpoint and number and
/// takes it once: what was sent and not acknowledged is sent again. While the server is away the log grows to its bound.
/// </summary>
internal sealed partial class LogShipper(ShipParts parts, ServingClocks clocks, IOptions<ServingOptions> options, ILogger<LogShipper> logger) : BackgroundService
{
    private bool _hasKey;
    private string? _fault;
    private DateTimeOffset? _lastAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.ShipTo is not { } to) return;
        using var client = new ControlPlaneClient(to);
        var streams = new ShipStreams(parts.Log, new ShipFolder(parts.Log.Root));
        var space = new LogSpace(options.Value.ShipBytes);
        // A round may take as long as the server lets it; the bound holds meanwhile.
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] halves = [ShipAsync(client, streams, space, both.Token), KeepAsync(streams, space, both.Token)];
        // One alone would lose the log in silence.
        await Task.WhenAny(halves);
        await both.CancelAsync();
        await Task.WhenAll(halves);
    }

    private async Task ShipAsync(ControlPlaneClient client, ShipStreams streams, LogSpace space, CancellationToken stopping)
    {
        var sender = new ShipSender(client, streams, parts.Routes, clocks.Real, logger);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.ShipMilliseconds), clocks.Real);
        do
        {
            string? fault = await GuardedAsync(() => RoundAsync(client, sender, streams, stopping));
            fault = await GuardedAsync(() => Task.Run(() => Keep(streams, space), stopping)) ?? fault;
            await SayAsync(streams, fault);
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>Whenever a segment closes.</summary>
    private async Task KeepAsync(ShipStreams streams, LogSpace space, CancellationToken stopping)
    {
        while (await parts.Signal.WaitAsync(stopping))
        {
            // The round says what is wrong with the disk.
            await GuardedAsync(() => Task.Run(() => Keep(streams, space), stopping));
            await ShowAsync(streams);
        }
    }

    private void Keep(ShipStreams streams, LogSpace space)
    {
        if (MayLose() is { } mayLose) streams.Keep(space, mayLose, clocks.Real.GetUtcNow());
    }

    private async Task RoundAsync(ControlPlaneClient client, ShipSender sender, ShipStreams streams, CancellationToken cancellation)
    {
        IReadOnlyList<(string Endpoint, ShipStream[] Streams)> all = streams.Find();
        // A full disk closes nothing, and is freed by what can be shipped.
        string? fault = await GuardedAsync(() => parts.Log.CloseSegmentsAsync());
        if (!_hasKey) parts.Hash.Take(await client.HashKeyAsync(cancellation));
        _hasKey = true;
        foreach ((string Endpoint, ShipStream[] Streams) one in all)
        {
            try { await sender.SendAsync(one, cancellation); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ControlPlaneException { InnerException: null })
            {
                // One endpoint is no hindrance to the others; a server that is away is.
                fault = e.Message;
            }
        }

        if (fault is not null) throw new ControlPlaneException(fault);
    }

    /// <summary>Null before anything is served. An endpoint that is not served now loses nothing: nobody says that it may.</summary>
    private Func<string, bool>? MayLose()
    {
        LiveSnapshot? snapshot = parts.Routes.Pin();
        try
        {
            if (snapshot is null) return null;
            HashSet<string> lossy = [.. snapshot.Endpoints.Values.Where(e => e.Route.Log.Policy != LogPolicy.Required).Select(e => e.Route.Name)];
            return lossy.Contains;
        }
        finally { snapshot?.Unpin(); }
    }

    /// <summary>Null; or what is wrong.</summary>
    private static async Task<string?> GuardedAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (Exception e) when (e is ControlPlaneException or IOException or InvalidDataException or UnauthorizedAccessException) { return e.Message; }
    }

    /// <summary>A fault is said once, however often it comes again.</summary>
    private async Task SayAsync(ShipStreams streams, string? fault)
    {
        if (fault is null) _lastAt = clocks.Real.GetUtcNow();
        bool same = fault == _fault;
        _fault = fault;
        await ShowAsync(streams);
        if (same) return;
        if (fault is null) Log.Back(logger);
        else Log.Behind(logger, fault);
    }

    /// <summary>What cannot be read now is shown next time.</summary>
    private Task ShowAsync(ShipStreams streams) => GuardedAsync(() =>
    {
        streams.Locked(() => parts.Meter.Reading = new(_lastAt, _fault, streams.Read()));
        return Task.CompletedTask;
    });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The log is not shipped, and is kept here: {Fault}")]
        public static partial void Behind(ILogger logger, string fault);

        [LoggerMessage(2, LogLevel.Information, "The log is shipped again.")]
        public static partial void Back(ILogger logger);
    }
}
