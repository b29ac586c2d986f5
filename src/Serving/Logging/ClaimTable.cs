using System.Collections.Concurrent;
using System.Buffers.Binary;
using Cairn.Contracts.Segments;

namespace Cairn.Serving.Logging;

/// <summary>
/// The request ids that clients chose lately, at most so many: the oldest go first. Filled at start from the segments, newest
/// segments first, within the same bound.
/// </summary>
internal sealed class ClaimTable
{
    private readonly ConcurrentDictionary<string, Claim> _claims = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Id, Claim Claim)> _order = new();
    private readonly int _most;
    private int _live;
    private int _ordered;
    private int _sweeping;

    public ClaimTable(SegmentStream stream, int most)
    {
        _most = most;
        Rebuild(stream);
    }

    public int Count => _claims.Count;

    /// <summary>Places that these and those given up lately take.</summary>
    public int Places => Volatile.Read(ref _ordered);

    /// <summary>Claims an id. <c>Owner</c> says that it is the caller's to answer; else the claim is that of the earlier request.</summary>
    public (Claim Claim, bool Owner) Take(string id, UInt128 digest)
    {
        var mine = new Claim(this, id, digest);
        Claim found = _claims.GetOrAdd(id, mine);
        if (!ReferenceEquals(found, mine)) return (found, false);
        Remember(id, mine);
        return (mine, true);
    }

    /// <summary>Whether an id is in use, or was used.</summary>
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

    private void Rebuild(SegmentStream stream)
    {
        var found = new Stack<List<(string Id, UInt128 Digest, SegmentPosition At)>>();
        int count = 0;
        foreach (var (name, path) in SegmentName.List(stream.Folder, stream.Kind).Reverse())
        {
            if (count >= _most) break;
            List<(string, UInt128, SegmentPosition)> ids = ReadIds(name, path);
            found.Push(ids);
            count += ids.Count;
        }

        foreach (var (id, digest, at) in found.SelectMany(s => s))
        {
            (Claim claim, bool owner) = Take(id, digest);
            if (owner) claim.Durable(at);
        }
    }

    private static List<(string Id, UInt128 Digest, SegmentPosition At)> ReadIds(SegmentName name, string path)
    {
        var ids = new List<(string, UInt128, SegmentPosition)>();
        using var reader = new SegmentReader(path);
        while (reader.TryRead(out ReadOnlyMemory<byte> payload, out long offset))
        {
            (string? id, ReadOnlyMemory<byte> digest) = PredictionCodec.ReadReplay(payload);
            if (id is not null) ids.Add((id, BinaryPrimitives.ReadUInt128LittleEndian(digest.Span), new(name.Number, offset, (int)(reader.ValidLength - offset))));
        }

        return ids;
    }
}
