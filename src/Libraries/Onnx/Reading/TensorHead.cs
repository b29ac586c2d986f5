using Cairn.Onnx.Proto;

namespace Cairn.Onnx.Reading;

/// <summary>What one tensor declares and what it brings.</summary>
internal sealed class TensorHead
{
    private long _elements = 1;
    private int _dimensions;
    private long _rawBytes = -1, _typed = -1;

    public string Name { get; set; } = "";

    public OnnxType Type { get; set; }

    public bool External { get; set; }

    public long Bytes { get; private set; }

    public void AddDimensions(ref ProtoReader reader, OnnxLimits limits, string where)
    {
        if (reader.Wire == 0)
        {
            AddDimension(reader.Varint(), limits, where);
            return;
        }

        foreach (long size in Packed(ref reader, limits, where))
            AddDimension(size, limits, where);
    }

    public void AddBytes(int length)
    {
        _rawBytes = length;
        Bytes += length;
    }

    public void AddText(int length)
    {
        _typed = Math.Max(_typed, 0) + 1;
        Bytes += length;
    }

    /// <summary>Fixed-width numbers, packed or one by one.</summary>
    public void AddTyped(ref ProtoReader reader, int size)
    {
        if (reader.Wire == 2)
        {
            int length = reader.Bytes().Length;
            if (length % size != 0)
                throw reader.Broken($"{length} bytes where numbers of {size} bytes belong");
            _typed = Math.Max(_typed, 0) + length / size;
            Bytes += length;
            return;
        }

        reader.Skip();
        _typed = Math.Max(_typed, 0) + 1;
        Bytes += size;
    }

    public void AddVarints(ref ProtoReader reader)
    {
        int count = 1;
        if (reader.Wire == 2)
            count = CountVarints(reader.Bytes());
        else
            reader.Varint();
        _typed = Math.Max(_typed, 0) + count;
        Bytes += count * 8L;
    }

    public void Check(OnnxLimits limits, string where)
    {
        if (Type == OnnxType.Undefined)
            throw new OnnxFormatException($"{where}: the tensor has no element type.");
        if (External && !limits.ExternalData)
            throw new OnnxFormatException($"{where}: its data lies in another file, which is not accepted; save the model as one file.");
        if (External)
            return;
        if (_rawBytes >= 0 && _typed > 0)
            throw new OnnxFormatException($"{where}: the tensor brings its data twice.");
        if (_rawBytes >= 0 && Type == OnnxType.String)
            throw new OnnxFormatException($"{where}: texts cannot be raw bytes.");
        long bits = ElementBits(Type), brought = _rawBytes >= 0 ? _rawBytes : Math.Max(_typed, 0);
        long wanted = _rawBytes >= 0 ? (_elements * bits + 7) / 8 : _elements * PerElement(Type);
        // Types below a byte are packed into 32-bit entries in typed data.
        if (_rawBytes < 0 && bits < 8)
            wanted = (_elements * bits + 7) / 8;
        if (brought != wanted)
            throw new OnnxFormatException($"{where}: {_elements} elements of {Type} are declared, but {brought} {(_rawBytes >= 0 ? "bytes" : "values")} are there instead of {wanted}.");
    }

    private void AddDimension(long size, OnnxLimits limits, string where)
    {
        if (size < 0)
            throw new OnnxFormatException($"{where}: a dimension of {size}.");
        if (++_dimensions > limits.Dimensions)
            throw new OnnxFormatException($"{where}: more than {limits.Dimensions} dimensions.");
        // The limit is far below overflow, and stays so with each factor checked before the product.
        if (size > limits.TensorElements || (_elements *= size) > limits.TensorElements)
            throw new OnnxFormatException($"{where}: more than {limits.TensorElements} elements.");
    }

    /// <summary>Every number ends with a byte below 128.</summary>
    private static int CountVarints(ReadOnlySpan<byte> bytes)
    {
        int count = 0;
        foreach (byte next in bytes)
            count += next < 128 ? 1 : 0;
        return count;
    }

    private static List<long> Packed(ref ProtoReader reader, OnnxLimits limits, string where)
    {
        List<long> values = [];
        ReadOnlySpan<byte> bytes = reader.Bytes();
        if (bytes.Length > limits.Dimensions * 10)
            throw new OnnxFormatException($"{where}: more than {limits.Dimensions} dimensions.");
        ulong value = 0;
        int shift = 0;
        foreach (byte next in bytes)
        {
            if (shift > 63)
                throw reader.Broken("a number of more than ten bytes");
            value |= (ulong)(next & 127) << shift;
            shift += 7;
            if (next >= 128)
                continue;
            values.Add((long)value);
            (value, shift) = (0, 0);
        }

        return shift == 0 ? values : throw reader.Broken("a packed list that ends within a number");
    }

    private static int ElementBits(OnnxType type) => type switch
    {
        OnnxType.Complex128 => 128,
        OnnxType.Double or OnnxType.Int64 or OnnxType.UInt64 or OnnxType.Complex64 => 64,
        OnnxType.Float or OnnxType.Int32 or OnnxType.UInt32 => 32,
        OnnxType.Float16 or OnnxType.BFloat16 or OnnxType.Int16 or OnnxType.UInt16 => 16,
        OnnxType.UInt4 or OnnxType.Int4 or OnnxType.Float4E2M1 => 4,
        _ => 8,
    };

    private static int PerElement(OnnxType type) => type is OnnxType.Complex64 or OnnxType.Complex128 ? 2 : 1;
}
