using System.Security.Cryptography;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Routing;
using Cairn.Serving.Snapshots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Shipping;

/// <summary>
/// Gives the closed segments of a copy's log to the server, each stream's in order, and says how they stand. The server knows each by log, endpoint and number and
/// takes it once: what was sent and not acknowledged is sent again. While the server is away the log grows to its bound.
/// </summary>
internal sealed partial class LogShipper(ShipParts parts, ServingClocks clocks, IOptions<ServingOptions> options, ILogger<LogShipper> logger) : BackgroundService
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);
    private static readonly SegmentKind[] Kinds = [SegmentKind.Predictions, SegmentKind.Outcomes, SegmentKind.Shadows];
    private readonly string _instance = Guid.NewGuid().ToString("N");
    private readonly SortedDictionary<string, ShipStream[]> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (byte[] Json, DateTimeOffset At)> _told = new(StringComparer.Ordinal);

    /// <summary>Over the streams, their marks and their files: rounds and the bound both change them.</summary>
    private readonly Lock _moment = new();
    private bool _hasKey;
    private string? _fault;
    private DateTimeOffset? _lastAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.ShipTo is not { } to) return;
        using var client = new ControlPlaneClient(to);
        var folder = new ShipFolder(parts.Log.Root);
        var space = new LogSpace(options.Value.ShipBytes);
        // A round may take as long as the server lets it; the bound holds meanwhile.
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] halves = [ShipAsync(client, folder, space, both.Token), KeepAsync(folder, space, both.Token)];
        // One alone would lose the log in silence.
        await Task.WhenAny(halves);
        await both.CancelAsync();
        await Task.WhenAll(halves);
    }

    private async Task ShipAsync(ControlPlaneClient client, ShipFolder folder, LogSpace space, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.ShipMilliseconds), clocks.Real);
        do
        {
            string? fault = await GuardedAsync(() => RoundAsync(client, folder, stopping));
            fault = await GuardedAsync(() => Task.Run(() => Keep(folder, space), stopping)) ?? fault;
            await SayAsync(fault);
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>Whenever a segment closes.</summary>
    private async Task KeepAsync(ShipFolder folder, LogSpace space, CancellationToken stopping)
    {
        while (await parts.Signal.WaitAsync(stopping))
        {
            // The round says what is wrong with the disk.
            await GuardedAsync(() => Task.Run(() => Keep(folder, space), stopping));
            await ShowAsync();
        }
    }

    private void Keep(ShipFolder folder, LogSpace space)
    {
        if (MayLose() is not { } mayLose) return;
        lock (_moment)
        {
            FindStreams(folder);
            space.Keep([.. _streams.Values.SelectMany(s => s)], mayLose, clocks.Real.GetUtcNow());
        }
    }

    private async Task RoundAsync(ControlPlaneClient client, ShipFolder folder, CancellationToken cancellation)
    {
        KeyValuePair<string, ShipStream[]>[] all;
        lock (_moment)
        {
            FindStreams(folder);
            all = [.. _streams];
        }

        // A full disk closes nothing, and is freed by what can be shipped.
        string? fault = await GuardedAsync(() => parts.Log.CloseSegmentsAsync());
        if (!_hasKey) parts.Hash.Take(await client.HashKeyAsync(cancellation));
        _hasKey = true;
        foreach ((string endpoint, ShipStream[] streams) in all)
        {
            try { await ShipAsync(client, folder.LogId, (endpoint, streams), cancellation); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ControlPlaneException { InnerException: null })
            {
                // One endpoint is no hindrance to the others; a server that is away is.
                fault = e.Message;
            }
        }

        if (fault is not null) throw new ControlPlaneException(fault);
    }

    private async Task ShipAsync(ControlPlaneClient client, string log, (string Name, ShipStream[] Streams) endpoint, CancellationToken cancellation)
    {
        foreach (ShipStream stream in endpoint.Streams)
            foreach (ShipSegment segment in Locked(stream.Waiting)) await ShipAsync(client, log, stream, segment, cancellation);
        byte[] report = ShipReport.Write(_instance, Locked(() => Read(endpoint.Name, endpoint.Streams)), parts.Routes.Runtimes.FirstOrDefault(r => r.Name == endpoint.Name)?.Meter, Tripped(endpoint.Name));
        DateTimeOffset now = clocks.Real.GetUtcNow();
        if (_told.TryGetValue(endpoint.Name, out var told) && told.Json.AsSpan().SequenceEqual(report) && now - told.At < Silence) return;
        await client.ReportAsync(log, endpoint.Name, report, cancellation);
        _told[endpoint.Name] = (report, now);
    }

    private async Task ShipAsync(ControlPlaneClient client, string log, ShipStream stream, ShipSegment segment, CancellationToken cancellation)
    {
        bool arrived = false;
        if (!Locked(() => stream.Begin(segment))) return;
        try
        {
            await SendAsync(client, log, stream, segment, cancellation);
            arrived = true;
        }
        finally { Locked(() => stream.End(segment, arrived)); }
    }

    private async Task SendAsync(ControlPlaneClient client, string log, ShipStream stream, ShipSegment segment, CancellationToken cancellation)
    {
        await using var file = new FileStream(segment.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
        string digest = "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        file.Position = 0;
        try
        {
            await client.ShipAsync((log, stream.Endpoint, segment.Name.ToString()), digest, file, cancellation);
            Locked(() => stream.Took(segment));
        }
        catch (InvalidDataException e)
        {
            Log.Refused(logger, Path.GetFileName(segment.Path), stream.Endpoint, e.Message);
            Locked(() => stream.SetAside(segment));
        }
    }

    /// <summary>Every endpoint that has a folder, also those of another time: what they left open is closed.</summary>
    private void FindStreams(ShipFolder folder)
    {
        foreach (string name in Directory.EnumerateDirectories(parts.Log.Root).Select(d => Path.GetFileName(d)).Where(n => !n.StartsWith('.') && !_streams.ContainsKey(n)))
            _streams[name] = [.. Kinds.Select(kind => new ShipStream(name, parts.Log.Stream(name, kind), folder))];
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

    private (string Version, string Release)? Tripped(string endpoint)
    {
        LiveSnapshot? snapshot = parts.Routes.Pin();
        try { return snapshot?.Endpoints.GetValueOrDefault(endpoint)?.Variants.FirstOrDefault(v => v.Watch is { Tripped: true }) is { } canary ? (canary.Version, canary.Watch!.Limits.Release) : null; }
        finally { snapshot?.Unpin(); }
    }

    private T Locked<T>(Func<T> look)
    {
        lock (_moment) return look();
    }

    private void Locked(Action act) => Locked(() =>
    {
        act();
        return true;
    });

    private static EndpointShipping Read(string name, ShipStream[] streams)
    {
        ShipSegment[] waiting = [.. streams.SelectMany(s => s.Waiting())];
        return new(name, waiting.Length, waiting.Sum(s => s.Bytes), streams.Sum(s => s.Shipped), streams.Sum(s => s.Dropped), streams.Sum(s => s.Refused), streams.Any(s => s.IsHeld));
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
    private async Task SayAsync(string? fault)
    {
        if (fault is null) _lastAt = clocks.Real.GetUtcNow();
        bool same = fault == _fault;
        _fault = fault;
        await ShowAsync();
        if (same) return;
        if (fault is null) Log.Back(logger);
        else Log.Behind(logger, fault);
    }

    /// <summary>What cannot be read now is shown next time.</summary>
    private Task ShowAsync() => GuardedAsync(() =>
    {
        Locked(() => parts.Meter.Reading = new(_lastAt, _fault, [.. _streams.Select(s => Read(s.Key, s.Value))]));
        return Task.CompletedTask;
    });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The log is not shipped, and is kept here: {Fault}")]
        public static partial void Behind(ILogger logger, string fault);

        [LoggerMessage(2, LogLevel.Information, "The log is shipped again.")]
        public static partial void Back(ILogger logger);

        [LoggerMessage(3, LogLevel.Error, "The segment {Segment} of {Endpoint} is set aside, it cannot be shipped: {Fault}")]
        public static partial void Refused(ILogger logger, string segment, string endpoint, string fault);
    }
}
