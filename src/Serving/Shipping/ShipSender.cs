using System.Security.Cryptography;
using Cairn.Serving.Routing;
using Cairn.Serving.Snapshots;
using Microsoft.Extensions.Logging;

namespace Cairn.Serving.Shipping;

/// <summary>Gives an endpoint's closed segments to the server, each stream's in order, and says how the endpoint stands when that is new.</summary>
internal sealed partial class ShipSender(ControlPlaneClient client, ShipStreams streams, RouteTable routes, TimeProvider real, ILogger logger)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);
    private readonly string _instance = Guid.NewGuid().ToString("N");
    private readonly Dictionary<string, (byte[] Json, DateTimeOffset At)> _told = new(StringComparer.Ordinal);

    public async Task SendAsync((string Name, ShipStream[] Streams) endpoint, CancellationToken cancellation)
    {
        foreach (ShipStream stream in endpoint.Streams)
            foreach (ShipSegment segment in streams.Locked(stream.Waiting)) await SendAsync(stream, segment, cancellation);
        byte[] report = ShipReport.Write(_instance, streams.Locked(() => ShipStreams.Read(endpoint.Name, endpoint.Streams)), routes.Runtimes.FirstOrDefault(r => r.Name == endpoint.Name)?.Meter, Tripped(endpoint.Name));
        DateTimeOffset now = real.GetUtcNow();
        if (_told.TryGetValue(endpoint.Name, out var told) && told.Json.AsSpan().SequenceEqual(report) && now - told.At < Silence) return;
        await client.ReportAsync(streams.LogId, endpoint.Name, report, cancellation);
        _told[endpoint.Name] = (report, now);
    }

    private async Task SendAsync(ShipStream stream, ShipSegment segment, CancellationToken cancellation)
    {
        bool arrived = false;
        if (!streams.Locked(() => stream.Begin(segment))) return;
        try
        {
            await GiveAsync(stream, segment, cancellation);
            arrived = true;
        }
        finally { streams.Locked(() => stream.End(segment, arrived)); }
    }

    private async Task GiveAsync(ShipStream stream, ShipSegment segment, CancellationToken cancellation)
    {
        await using var file = new FileStream(segment.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
        string digest = "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        file.Position = 0;
        try
        {
            await client.ShipAsync((streams.LogId, stream.Endpoint, segment.Name.ToString()), digest, file, cancellation);
            streams.Locked(() => stream.Took(segment));
        }
        catch (InvalidDataException e)
        {
            Log.Refused(logger, Path.GetFileName(segment.Path), stream.Endpoint, e.Message);
            streams.Locked(() => stream.SetAside(segment));
        }
    }

    private (string Version, string Release)? Tripped(string endpoint)
    {
        LiveSnapshot? snapshot = routes.Pin();
        try { return snapshot?.Endpoints.GetValueOrDefault(endpoint)?.Variants.FirstOrDefault(v => v.Watch is { Tripped: true }) is { } canary ? (canary.Version, canary.Watch!.Limits.Release) : null; }
        finally { snapshot?.Unpin(); }
    }

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Error, "The segment {Segment} of {Endpoint} is set aside, it cannot be shipped: {Fault}")]
        public static partial void Refused(ILogger logger, string segment, string endpoint, string fault);
    }
}
