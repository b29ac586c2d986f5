using System.Buffers.Binary;

namespace Cairn.Tracking.Metrics;

/// <summary>Goes through the points of some keys in a <see cref="MetricBlock"/>, in the order they came, without taking memory.</summary>
internal ref struct MetricBlockReader
{
    private readonly ReadOnlySpan<byte> _block;
    // Of each key of the block its place among those wanted, or -1.
    private readonly ReadOnlySpan<int> _places;
    private int _at = 1;
    private int _left;
    private long _time, _step;

    public MetricBlockReader(ReadOnlySpan<byte> block, MetricKeys wanted)
    {
        if (block[0] != MetricBlock.Format) throw new InvalidDataException("This is not a block of metric points.");
        _block = block;
        int keys = (int)Variable();
        Span<int> places = wanted.Places(keys);
        bool any = false;
        for (int k = 0; k < keys; k++)
        {
            int length = (int)Variable();
            any |= (places[k] = wanted.PlaceOf(block.Slice(_at, length))) >= 0;
            _at += length;
        }
        _places = places;
        _left = any ? (int)Variable() : 0;
    }

    public MetricPoint Current { get; private set; }

    /// <summary>The place of its key among those wanted.</summary>
    public int Key { get; private set; }

    public bool Next()
    {
        while (_left > 0)
        {
            _left--;
            int key = (int)Variable();
            _time += Unfold(Variable());
            _step += Unfold(Variable());
            _at += sizeof(double);
            if ((Key = _places[key]) < 0) continue;
            Current = new MetricPoint(_time, _step, BinaryPrimitives.ReadDoubleLittleEndian(_block[(_at - sizeof(double))..]));
            return true;
        }
        return false;
    }

    // Seven bits a byte, the lowest first.
    private ulong Variable()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = _block[_at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }

    private static long Unfold(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
