using System.Buffers.Binary;

namespace Cairn.Tracking.Metrics;

/// <summary>Goes through the points of one key in a <see cref="MetricBlock"/>, in the order they came, without taking memory.</summary>
internal ref struct MetricBlockReader
{
    private readonly ReadOnlySpan<byte> _block;
    private readonly int _wanted = -1;
    private int _at = 1;
    private int _left;
    private long _time, _step;

    /// <param name="key">In UTF-8.</param>
    public MetricBlockReader(ReadOnlySpan<byte> block, ReadOnlySpan<byte> key)
    {
        if (block[0] != MetricBlock.Format) throw new InvalidDataException("This is not a block of metric points.");
        _block = block;
        int keys = (int)Variable();
        for (int k = 0; k < keys; k++)
        {
            int length = (int)Variable();
            if (block.Slice(_at, length).SequenceEqual(key)) _wanted = k;
            _at += length;
        }
        _left = _wanted < 0 ? 0 : (int)Variable();
    }

    public MetricPoint Current { get; private set; }

    public bool Next()
    {
        while (_left > 0)
        {
            _left--;
            int key = (int)Variable();
            _time += Unfold(Variable());
            _step += Unfold(Variable());
            _at += sizeof(double);
            if (key != _wanted) continue;
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
