using System.Collections.Concurrent;
using System.Buffers.Binary;
using Cairn.Contracts.Segments;
using Microsoft.Extensions.Logging;

namespace Cairn.Serving.Logging;

/// <summary>
/// The request ids that clients chose lately, at most so many: the oldest go first. Filled once from the segments in the background, newest segments first,
/// within the same bound and one of bytes.
/// </summary>
internal sealed partial class ClaimTable
{
    private readonly ConcurrentDictionary<string, Claim> _claims = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Id, Claim Claim)> _order = new();
    private readonly Lazy<Task> _filled;
    private readonly SegmentStream _stream;
    private readonly int _most;
    private readonly long _mostBytes;
    private readonly ILogger _logger;
    private int _live;
    private int _ordered;
    private int _sweeping;

    /// <param name="mostBytes">Segments that hold so many are read; the oldest of them whole.</param>
    public ClaimTable(SegmentStream stream, int most, ILogger logger, long mostBytes = 256 << 20)
    {
        (_stream, _most, _mostBytes, _logger) = (stream, most, mostBytes, logger);
        _filled = new(() => Task.Run(Fill));
    }

    /// <summary>Ends when the ids of the log are here; begins with whoever looks first. Never fails: a log that cannot be read is said, and its ids are not known.</summary>
    public Task Filled => _filled.Value;

    public int Count => _claims.Count;

    /// <summary>Places that these and those given up lately take.</summary>
    public int Places => Volatile.Read(ref _ordered);

    /// <summary>Claims an id, for who has waited for <see cref="Filled"/>. <c>Owner</c> says that it is the caller's to answer; else the claim is that of the earlier request.</summary>
    public (Claim Claim, bool Owner) Take(string id, UInt128 digest)
    {
        var mine = new Claim(this, id, digest);
        Claim found = _claims.GetOrAdd(id, mine);
        if (!ReferenceEquals(found, mine)) return (found, false);
        Remember(id, mine);
        return (mine, true);
    }

    /// <summary>Whether an id is in use, or was used as far as is known by now.</summary>
    public bool Has(string id) => _claims.ContainsKey(id);

    public void Forget(string id, Claim claim)
    {
        if (_claims.TryRemove(KeyValuePair.Create(id, claim))) Interlocked.Decrement(ref _live);
    }

    private void Remember(string id, Claim claim)
    {
        _order.Enqueue((id, claim));
        Interlocked.Increment(ref _live);
        if (Interlocked.Increment(ref _ordered) > 2 * _most) Sweep();
        while (Volatile.Read(ref _live) > _most && _order.TryDequeue(out var oldest))
        {
            Interlocked.Decrement(ref _ordered);
            Forget(oldest.Id, oldest.Claim);
        }
    }

    /// <summary>Takes those out of the order that were given up, so that requests that fail push out none that were answered.</summary>
    private void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) != 0) return;
        for (int left = Volatile.Read(ref _ordered); left > 0 && _order.TryDequeue(out var one); left--)
        {
            if (_claims.TryGetValue(one.Id, out Claim? claim) && ReferenceEquals(claim, one.Claim)) _order.Enqueue(one);
            else Interlocked.Decrement(ref _ordered);
        }

        Volatile.Write(ref _sweeping, 0);
    }

    private void Fill()
    {
        try { Rebuild(); }
        catch (Exception e)
        {
            // Whatever it is: requests under ids of their own are answered all the same.
            Log.Unread(_logger, _stream.Folder, e);
        }
    }

    private void Rebuild()
    {
        var found = new Stack<List<(string Id, UInt128 Digest, SegmentPosition At)>>();
        int count = 0;
        long bytes = 0;
        foreach (var (name, path) in SegmentName.List(_stream.Folder, _stream.Kind).Reverse())
        {
            if (count >= _most || bytes >= _mostBytes) break;
            List<(string, UInt128, SegmentPosition)> ids = ReadIds(name, path, out long read);
            found.Push(ids);
            (count, bytes) = (count + ids.Count, bytes + read);
        }

        foreach (var (id, digest, at) in found.SelectMany(s => s))
        {
            (Claim claim, bool owner) = Take(id, digest);
            if (owner) claim.Durable(at);
        }
    }

    private List<(string Id, UInt128 Digest, SegmentPosition At)> ReadIds(SegmentName name, string path, out long bytes)
    {
        var ids = new List<(string, UInt128, SegmentPosition)>();
        using SegmentReader? reader = Open(name, path);
        bytes = 0;
        if (reader is null) return ids;
        while (reader.TryRead(out ReadOnlyMemory<byte> payload, out long offset))
        {
            (string? id, ReadOnlyMemory<byte> digest) = PredictionCodec.ReadReplay(payload);
            if (id is not null) ids.Add((id, BinaryPrimitives.ReadUInt128LittleEndian(digest.Span), new(name.Number, offset, (int)(reader.ValidLength - offset))));
        }

        bytes = reader.ValidLength;
        return ids;
    }

    /// <summary>Null when it is gone. The flusher may close a segment meanwhile, which gives it its other name.</summary>
    private SegmentReader? Open(SegmentName name, string path)
    {
        foreach (string at in new[] { path, Path.Combine(_stream.Folder, (name with { Closed = true }).ToString()) })
        {
            try { return new SegmentReader(at); }
            catch (FileNotFoundException)
            {
                // The next one, or none.
            }
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The request ids in {Folder} cannot be read; requests that are sent again under ids of before the start are answered anew.")]
        public static partial void Unread(ILogger logger, string folder, Exception fault);
    }
}
