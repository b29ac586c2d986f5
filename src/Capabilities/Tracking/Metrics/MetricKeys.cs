using System.Text;

namespace Cairn.Tracking.Metrics;

/// <summary>The keys whose points are read from blocks, and room for their places in the block that is read now.</summary>
internal sealed class MetricKeys(IEnumerable<string> keys)
{
    private readonly byte[][] _names = [.. keys.Select(Encoding.UTF8.GetBytes)];
    private int[] _places = new int[16];

    /// <summary>Room for a block of so many keys, until the next is asked for.</summary>
    public Span<int> Places(int count)
    {
        if (_places.Length < count) _places = new int[count];
        return _places.AsSpan(0, count);
    }

    /// <summary>The place of a key in UTF-8; -1 when it is none of them.</summary>
    public int PlaceOf(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _names.Length; i++)
            if (name.SequenceEqual(_names[i])) return i;
        return -1;
    }
}
