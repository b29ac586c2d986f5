using Cairn.Contracts.Snapshots;

namespace Cairn.Serving.Routing;

/// <summary>
/// Divides keys among variants by exact per mille. A key falls on a point u of 0 to 999 that depends on salt and key alone; the
/// canaries take [0, w1), [w1, w1 + w2), … in order, or ranges of their own, the stable variant the rest. So when the weight of the only canary grows, or of the last one, keys only
/// move to it, never away; those of canaries behind it shift, unless they have ranges of their own, which move with nobody's weight.
/// </summary>
internal sealed class VariantSplit
{
    private const uint Whole = 1000;
    private readonly SipHash _hash;
    private readonly (int From, int Below, int Variant)[] _ranges;
    private readonly int _stable;

    /// <param name="salt">Keys the hash.</param>
    /// <param name="weights">Per mille, by place of the variant.</param>
    /// <param name="stable">Place of the stable variant.</param>
    /// <param name="own">Points that are a variant's own, by its place; null for none.</param>
    public VariantSplit(string salt, IReadOnlyList<int> weights, int stable, IReadOnlyList<PointRange?>? own = null)
    {
        _hash = new SipHash(salt);
        _stable = stable;
        var ranges = new List<(int, int, int)>();
        int sum = 0;
        for (int i = 0; i < weights.Count; i++)
        {
            if (i == stable || weights[i] == 0) continue;
            PointRange range = own?[i] ?? new PointRange(sum, sum + weights[i]);
            sum += weights[i];
            ranges.Add((range.From, range.To, i));
        }

        _ranges = [.. ranges];
    }

    /// <summary>The variant of a key, by its place.</summary>
    public int Choose(ReadOnlySpan<byte> key) => Choose(_hash.Of(key));

    /// <summary>The variant of a key's hash, by its place.</summary>
    public int Choose(ulong hash)
    {
        int u = Point(hash);
        foreach ((int from, int below, int variant) in _ranges)
            if (u >= from && u < below) return variant;
        return _stable;
    }

    public ulong Hash(ReadOnlySpan<byte> key) => _hash.Of(key);

    /// <summary>0 to 999, evenly: the high 32 bits of the hash times 1000, without the bias of a remainder.</summary>
    public int Point(ReadOnlySpan<byte> key) => Point(_hash.Of(key));

    /// <summary>The point of a hash.</summary>
    public static int Point(ulong hash) => (int)(((hash >> 32) * Whole) >> 32);
}
