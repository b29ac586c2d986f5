using System.Buffers.Binary;

namespace Cairn.Serving.Tensors;

/// <summary>Walks the elements of a BYTES tensor.</summary>
internal ref struct TextEnumerator(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly TextEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.IsEmpty) return false;
        int size = (int)BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        Current = _rest.Slice(4, size);
        _rest = _rest[(4 + size)..];
        return true;
    }
}
