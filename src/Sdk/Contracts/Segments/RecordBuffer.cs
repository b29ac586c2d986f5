using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Cairn.Contracts.Segments;

/// <summary>A growing buffer that holds one frame; reused from record to record. An <see cref="InvalidDataException"/> says that the record exceeds 256 MB.</summary>
public sealed class RecordBuffer : IBufferWriter<byte>
{
    private const int KeptCapacity = 64 << 10;
    private byte[] _bytes = new byte[1024];
    private bool _rented;
    private int _length = SegmentFormat.FrameOverhead;

    /// <summary>Bytes of the frame so far, its eight bytes of overhead included.</summary>
    public int Length => _length;

    internal ReadOnlySpan<byte> Frame => _bytes.AsSpan(0, _length);

    /// <summary>Forgets the record; a buffer grown beyond 64 KB is given back to the shared pool.</summary>
    public void Reset()
    {
        _length = SegmentFormat.FrameOverhead;
        if (_rented) Become(new byte[1024], rented: false);
    }

    /// <summary>Writes length and checksum; nothing may be added after.</summary>
    internal void Seal() => SegmentFormat.SealFrame(_bytes.AsSpan(0, _length));

    public void Byte(byte value) => Take(1)[0] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>i32 length and bytes.</summary>
    public void Block(ReadOnlySpan<byte> bytes)
    {
        Int32(bytes.Length);
        Raw(bytes);
    }

    /// <summary>u16 length and UTF-8; at most 65,535 bytes.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        int size = Encoding.UTF8.GetByteCount(text);
        UInt16(checked((ushort)size));
        Encoding.UTF8.GetBytes(text, Take(size));
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 256));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private Span<byte> Take(int count)
    {
        Grow(count);
        Span<byte> taken = _bytes.AsSpan(_length, count);
        _length += count;
        return taken;
    }

    private void Grow(int count)
    {
        int wanted = checked(_length + count);
        if (wanted <= _bytes.Length) return;
        if (wanted - SegmentFormat.FrameOverhead > SegmentFormat.MaxPayload) throw new InvalidDataException("A log record exceeds 256 MB.");
        int size = Math.Max(wanted, _bytes.Length * 2);
        byte[] larger = size > KeptCapacity ? ArrayPool<byte>.Shared.Rent(size) : new byte[size];
        Frame.CopyTo(larger);
        Become(larger, rented: size > KeptCapacity);
    }

    private void Become(byte[] bytes, bool rented)
    {
        if (_rented) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _rented) = (bytes, rented);
    }
}
