using System.Buffers.Binary;
using Cairn.Contracts.Inference;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Servers;

/// <summary>The texts of tensors by their place.</summary>
internal sealed class TextRows
{
    private readonly byte[]?[] _data;
    private readonly List<int>[] _begins;

    public TextRows(TensorBuffer[] tensors)
    {
        _data = new byte[]?[tensors.Length];
        _begins = new List<int>[tensors.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            if (tensors[i].Type != Datatype.Bytes) continue;
            byte[] data = _data[i] = tensors[i].Data.ToArray();
            _begins[i] = [];
            for (int at = 0; at < data.Length; at += 4 + Size(data, at)) _begins[i].Add(at);
        }
    }

    public ReadOnlySpan<byte> Of(int tensor, int element)
    {
        int at = _begins[tensor][element];
        return _data[tensor].AsSpan(at + 4, Size(_data[tensor]!, at));
    }

    private static int Size(byte[] data, int at) => (int)BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at));
}
