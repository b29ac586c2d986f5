using System.Buffers.Binary;

namespace Cairn.Onnx.Proto;

/// <summary>Reads protocol buffer fields without trusting any length; positions in errors count from the file's start.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes, long start)
{
    private ReadOnlySpan<byte> _rest = bytes;
    private readonly int _length = bytes.Length;

    public int Field { get; private set; }

    public int Wire { get; private set; }

    public readonly long Position => start + _length - _rest.Length;

    /// <summary>Moves to the next field; false at the end.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
            return false;
        ulong key = ReadVarint();
        if (key >> 3 is 0 or > int.MaxValue)
            throw Broken("a field number out of range");
        (Field, Wire) = ((int)(key >> 3), (int)(key & 7));
        return true;
    }

    public long Varint()
    {
        Expect(0);
        return (long)ReadVarint();
    }

    public ReadOnlySpan<byte> Bytes()
    {
        Expect(2);
        ulong length = ReadVarint();
        if (length > (ulong)_rest.Length)
            throw Broken($"a length of {length} where {_rest.Length} bytes are left");
        return Take((int)length);
    }

    /// <summary>A nested message, with errors placed rightly.</summary>
    public ProtoReader Message()
    {
        ReadOnlySpan<byte> inner = Bytes();
        return new ProtoReader(inner, Position - inner.Length);
    }

    public float Float()
    {
        Expect(5);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4));
    }

    public ulong Fixed64()
    {
        Expect(1);
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    }

    public void Skip()
    {
        switch (Wire)
        {
            case 0: ReadVarint(); break;
            case 1: Take(8); break;
            case 2: Bytes(); break;
            case 5: Take(4); break;
            default: throw Broken($"wire type {Wire}, which is not in use");
        }
    }

    public readonly OnnxFormatException Broken(string what) => new($"The file is broken at byte {Position}: {what}.");

    private readonly void Expect(int wire)
    {
        if (Wire != wire)
            throw Broken($"field {Field} has wire type {Wire} where {wire} belongs");
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }

        throw Broken("a number of more than ten bytes");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw Broken("the end comes too early");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
