using System.Collections.Concurrent;
using System.Buffers.Binary;
using Cairn.Contracts.Segments;

namespace Cairn.Serving.Logging;

/// <summary>
/// The request ids that clients chose lately, at most so many: the oldest go first. Filled from the segments when the first of such ids comes, newest
/// segments first, within the same bound and one of bytes: where no client chooses ids nothing is read.
/// </summary>
internal sealed class ClaimTable
{
    private readonly ConcurrentDictionary<string, Claim> _claims = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Id, Claim Claim)> _order = new();
    private readonly Lock _filling = new();
    private readonly SegmentStream _stream;
    private readonly int _most;
    private readonly long _mostBytes;
    private volatile bool _filled;
    private int _live;
    private int _ordered;
    private int _sweeping;

    /// <param name="mostBytes">Segments that hold so many are read; the oldest of them whole.</param>
    public ClaimTable(SegmentStream stream, int most, long mostBytes = 256 << 20) => (_stream, _most, _mostBytes) = (stream, most, mostBytes);

    public int Count => _claims.Count;

    /// <summary>Places that these and those given up lately take.</summary>
    public int Places => Volatile.Read(ref _ordered);

    /// <summary>Claims an id. <c>Owner</c> says that it is the caller's to answer; else the claim is that of the earlier request.</summary>
    public (Claim Claim, bool Owner) Take(string id, UInt128 digest)
    {
        Fill();
        return TakeHere(id, digest);
    }

    /// <summary>Whether an id is in use, or was used.</summary>
    public bool Has(string id)
    {
        Fill();
        return _claims.ContainsKey(id);
    }

    public void Forget(string id, Claim claim)
    {
        if (_claims.TryRemove(KeyValuePair.Create(id, claim))) Interlocked.Decrement(ref _live);
    }

    private (Claim Claim, bool Owner) TakeHere(string id, UInt128 digest)
    {
        var mine = new Claim(this, id, digest);
        Claim found = _claims.GetOrAdd(id, mine);
        if (!ReferenceEquals(found, mine)) return (found, false);
        Remember(id, mine);
        return (mine, true);
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
        if (_filled) return;
        lock (_filling)
        {
            if (!_filled) Rebuild();
            _filled = true;
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
            (Claim claim, bool owner) = TakeHere(id, digest);
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
}
