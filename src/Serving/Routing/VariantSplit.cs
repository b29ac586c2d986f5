namespace Cairn.Serving.Routing;

/// <summary>
/// Divides keys among variants by exact per mille. A key falls on a point u of 0 to 999 that depends on salt and key alone; the
/// canaries take [0, w1), [w1, w1 + w2), … in order, the stable variant the rest. So when one canary's weight grows, keys only
/// move to it, never away.
/// </summary>
internal sealed class VariantSplit
{
    private const uint Whole = 1000;
    private readonly SipHash _hash;
    private readonly (int Below, int Variant)[] _ranges;
    private readonly int _stable;

    /// <param name="salt">Keys the hash.</param>
    /// <param name="weights">Per mille, by place of the variant.</param>
    /// <param name="stable">Place of the stable variant.</param>
    public VariantSplit(string salt, IReadOnlyList<int> weights, int stable)
    {
        _hash = new SipHash(salt);
        _stable = stable;
        var ranges = new List<(int, int)>();
        int sum = 0;
        for (int i = 0; i < weights.Count; i++)
        {
            if (i == stable || weights[i] == 0) continue;
            sum += weights[i];
            ranges.Add((sum, i));
        }

        _ranges = [.. ranges];
    }

    /// <summary>The variant of a key, by its place.</summary>
    public int Choose(ReadOnlySpan<byte> key)
    {
        if (_ranges.Length == 0) return _stable;
        int u = Point(key);
        foreach ((int below, int variant) in _ranges)
            if (u < below) return variant;
        return _stable;
    }

    /// <summary>0 to 999, evenly: the high 32 bits of the hash times 1000, without the bias of a remainder.</summary>
    public int Point(ReadOnlySpan<byte> key) => Point(_hash.Of(key));

    /// <summary>The point of a hash.</summary>
    public static int Point(ulong hash) => (int)(((hash >> 32) * Whole) >> 32);
}
