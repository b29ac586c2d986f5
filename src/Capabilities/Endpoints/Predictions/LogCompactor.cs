using System.Collections.Concurrent;
using Cairn.Contracts.Segments;
using Cairn.DuckDb;
using Cairn.Platform;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>
/// Turns closed segments into Parquet in the artifact store, each once: the file is put by content, then its row is written. A crash
/// between the two does the work again and finds the same.
/// </summary>
internal sealed class LogCompactor(ISegmentFolder segments, IArtifactStore artifacts, IDatabase database, LogPartStore store, PlatformOptions options)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _one = new(StringComparer.Ordinal);

    /// <summary>Everything logged so far is in Parquet when this ends.</summary>
    public async Task CompactAsync(string route, CancellationToken cancellation)
    {
        using IDisposable held = await HoldAsync(route, cancellation);
        await CompactHeldAsync(route, cancellation);
    }

    /// <summary>Whoever changes parts or closed segments of a route holds it meanwhile.</summary>
    public async Task<IDisposable> HoldAsync(string route, CancellationToken cancellation)
    {
        SemaphoreSlim one = _one.GetOrAdd(route, _ => new SemaphoreSlim(1));
        await one.WaitAsync(cancellation);
        return new Held(one);
    }

    /// <summary>As <see cref="CompactAsync(string, CancellationToken)"/>, for whoever holds the route.</summary>
    public async Task CompactHeldAsync(string route, CancellationToken cancellation)
    {
        await segments.CloseAsync(route, cancellation);
        foreach ((SegmentKind kind, string name) in LogPart.Kinds) await CompactAsync(route, kind, name, cancellation);
    }

    private async Task CompactAsync(string route, SegmentKind kind, string name, CancellationToken cancellation)
    {
        IReadOnlySet<long> done = await database.ReadAsync(s => store.Done(s, route, name), cancellation);
        foreach ((SegmentName segment, string path) in SegmentName.List(Path.Combine(segments.Directory, route), kind))
        {
            if (!segment.Closed || done.Contains(segment.Number)) continue;
            LogPart part = await ConvertAsync(segment, path, cancellation);
            await database.WriteAsync(s => store.Insert(s, part with { Route = route, Kind = name, Segment = segment.Number, Day = segment.Day.DayNumber }), cancellation: cancellation);
        }
    }

    /// <summary>Makes Parquet of a closed segment; what it belongs to is still to be filled in.</summary>
    public async Task<LogPart> ConvertAsync(SegmentName segment, string path, CancellationToken cancellation)
    {
        string parquet = Path.Combine(options.Folder("scratch"), $"part-{Guid.NewGuid():N}.parquet");
        try
        {
            LogPart part = await Task.Run(() => Write(segment, path, parquet), cancellation);
            if (part.RowsCount == 0) return part with { FromAt = 0, ToAt = 0 };
            return part with { Digest = (await artifacts.PutFileAsync(parquet, cancellation)).Digest };
        }
        finally
        {
            File.Delete(parquet);
        }
    }

    private LogPart Write(SegmentName segment, string path, string parquet)
    {
        using var engine = new DuckMemory(1, "512MB", options.Folder("scratch"));
        using DuckConnection duck = engine.Connect();
        return segment.Kind == SegmentKind.Outcomes ? OutcomeWriter.Write(path, segment.Number, parquet, duck) : PredictionWriter.Write((path, segment.Kind), parquet, duck);
    }

    private sealed class Held(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
