using System.Buffers.Binary;
using System.Text;

namespace Cairn.Contracts.Segments;

/// <summary>Reads the fields of one payload in the order in which <see cref="RecordBuffer"/> wrote them.</summary>
internal ref struct RecordReader(ReadOnlyMemory<byte> payload)
{
    private int _at;

    public byte Byte() => Take(1).Span[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2).Span);

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4).Span);

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8).Span);

    public string Text() => Encoding.UTF8.GetString(Take(UInt16()).Span);

    public ReadOnlyMemory<byte> Raw(int count) => Take(count);

    public ReadOnlyMemory<byte> Block() => Take(Int32());

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count < 0 || count > payload.Length - _at) throw new InvalidDataException("A log record is shorter than its fields say.");
        ReadOnlyMemory<byte> taken = payload.Slice(_at, count);
        _at += count;
        return taken;
    }
}
