using Cairn.Contracts.Segments;
using Cairn.Platform;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Endpoints;

/// <summary>
/// Takes segments of copies, each once: it becomes Parquet as this server's own do, then segment and part are written down together. A crash before that leaves nothing
/// that is found, one after it is told to the copy when it sends the same again.
/// </summary>
internal sealed class ShipmentDesk(LogCompactor compactor, ShipmentStore store, IDatabase database, PlatformOptions options, RealTime real)
{
    /// <exception cref="ApiException">400: it is not what it is said to be; 409: another segment came under its name.</exception>
    public async Task<ShipmentAnswer> TakeAsync(SegmentName name, Shipment shipment, Stream body, CancellationToken cancellation)
    {
        if (await KnownAsync(shipment, cancellation) is { } known) return known;
        string path = Path.Combine(options.Folder("scratch"), $"shipped-{Guid.NewGuid():N}.seg");
        try
        {
            await ReceiveAsync(path, shipment.Digest, body, cancellation);
            await Task.Run(() => SegmentCheck.Require(path, name, shipment.Route), cancellation);
            using IDisposable held = await compactor.HoldAsync(shipment.Route, cancellation);
            // Two calls with the same may have come so far.
            if (await KnownAsync(shipment, cancellation) is { } meanwhile) return meanwhile;
            LogPart part = await compactor.ConvertAsync(name, path, cancellation);
            await database.WriteAsync(s => store.Insert(s, shipment with { ArrivedAt = real.Now.ToUnixTimeMilliseconds() }, part with { Day = name.Day.DayNumber }), cancellation: cancellation);
            return new ShipmentAnswer(part.RowsCount, Again: false);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<ShipmentAnswer?> KnownAsync(Shipment shipment, CancellationToken cancellation)
    {
        if (await database.ReadAsync(s => store.Find(s, shipment), cancellation) is not { } found) return null;
        return found.Digest == shipment.Digest ? new ShipmentAnswer(found.RowsCount, Again: true)
            : throw ApiException.Conflict("Another segment came under this name before.", "Two copies ship under the name of one log: one's folder was copied from the other's. Give one of them a log of its own.");
    }

    private static async Task ReceiveAsync(string path, string digest, Stream body, CancellationToken cancellation)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var writer = new DigestedFile(file);
        await writer.CopyAsync(body, cancellation);
        if (Digest.Prefix + writer.Hex != digest) throw ApiException.Invalid("digest", "What came is not what 'digest' says.", "Send the segment again.");
    }
}

/// <summary>What became of a segment.</summary>
/// <param name="Rows">Rows in it.</param>
/// <param name="Again">It had come before.</param>
internal sealed record ShipmentAnswer(long Rows, bool Again);
