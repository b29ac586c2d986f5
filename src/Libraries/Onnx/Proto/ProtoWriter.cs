using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Cairn.Onnx.Proto;

/// <summary>Writes protocol buffer fields (protobuf.dev, "Encoding") one after the other.</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public ProtoWriter Varint(int field, long value)
    {
        Number((ulong)field << 3);
        Number((ulong)value);
        return this;
    }

    public ProtoWriter Float(int field, float value)
    {
        Number(((ulong)field << 3) | 5);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, ProtoWriter value) => Bytes(field, value.Written);

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Number(((ulong)field << 3) | 2);
        Number((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>Fields that are written already.</summary>
    public void Raw(ReadOnlySpan<byte> fields) => _bytes.Write(fields);

    private void Number(ulong value)
    {
        for (; value > 127; value >>= 7)
            Byte((byte)(value | 128));
        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
