using System.Runtime.InteropServices;
using System.Text;
using Cairn.Onnx;
using Cairn.Onnx.Proto;
using Cairn.OnnxRuntime;

namespace Cairn.Libraries.Tests.Onnx;

/// <summary>Reads a file with one TensorProto, the form of ONNX's published inputs and outputs.</summary>
internal static class TensorFile
{
    private const int LengthDelimited = 2, Fixed32 = 5, Fixed64 = 1;

    /// <exception cref="NotSupportedException">Its element type has none of .NET.</exception>
    public static OnnxTensor Read(string path)
    {
        var shape = new List<long>();
        var numbers = new List<double>();
        var wholes = new List<long>();
        var texts = new List<string>();
        byte[]? raw = null;
        OnnxType type = OnnxType.Undefined;
        var reader = new ProtoReader(File.ReadAllBytes(path), 0);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: Wholes(ref reader, shape); break;
                case 2: type = (OnnxType)reader.Varint(); break;
                case 4: Numbers(ref reader, numbers, MemoryMarshal.Read<float>, sizeof(float)); break;
                case 5 or 7 or 11: Wholes(ref reader, wholes); break;
                case 6: texts.Add(Encoding.UTF8.GetString(reader.Bytes())); break;
                case 9: raw = reader.Bytes().ToArray(); break;
                case 10: Numbers(ref reader, numbers, MemoryMarshal.Read<double>, sizeof(double)); break;
                default: reader.Skip(); break;
            }
        }

        return new OnnxTensor(Data(type, raw, (numbers, wholes, texts)), [.. shape]);
    }

    private static Array Data(OnnxType type, byte[]? raw, (List<double> Numbers, List<long> Wholes, List<string> Texts) of) => type switch
    {
        OnnxType.String => of.Texts.ToArray(),
        OnnxType.Float => Raw<float>(raw) ?? [.. of.Numbers.Select(v => (float)v)],
        OnnxType.Double => Raw<double>(raw) ?? [.. of.Numbers],
        OnnxType.Int64 => Raw<long>(raw) ?? [.. of.Wholes],
        OnnxType.Int32 => Raw<int>(raw) ?? [.. of.Wholes.Select(v => (int)v)],
        OnnxType.Int16 => Raw<short>(raw) ?? [.. of.Wholes.Select(v => (short)v)],
        OnnxType.Int8 => Raw<sbyte>(raw) ?? [.. of.Wholes.Select(v => (sbyte)v)],
        OnnxType.UInt64 => Raw<ulong>(raw) ?? [.. of.Wholes.Select(v => (ulong)v)],
        OnnxType.UInt32 => Raw<uint>(raw) ?? [.. of.Wholes.Select(v => (uint)v)],
        OnnxType.UInt16 => Raw<ushort>(raw) ?? [.. of.Wholes.Select(v => (ushort)v)],
        OnnxType.UInt8 => Raw<byte>(raw) ?? [.. of.Wholes.Select(v => (byte)v)],
        OnnxType.Bool => Raw<bool>(raw) ?? [.. of.Wholes.Select(v => v != 0)],
        OnnxType.Float16 => Raw<Half>(raw) ?? [.. of.Wholes.Select(v => BitConverter.UInt16BitsToHalf((ushort)v))],
        _ => throw new NotSupportedException($"a tensor of {type}"),
    };

    private static T[]? Raw<T>(byte[]? raw)
        where T : unmanaged => raw is null ? null : MemoryMarshal.Cast<byte, T>(raw).ToArray();

    /// <summary>One by one, or packed.</summary>
    private static void Wholes(ref ProtoReader reader, List<long> to)
    {
        if (reader.Wire != LengthDelimited)
        {
            to.Add(reader.Varint());
            return;
        }

        ulong value = 0;
        int shift = 0;
        foreach (byte next in reader.Bytes())
        {
            value |= (ulong)(next & 127) << shift;
            shift += 7;
            if (next > 127) continue;
            to.Add((long)value);
            (value, shift) = (0, 0);
        }
    }

    private delegate T Reading<T>(ReadOnlySpan<byte> bytes);

    private static void Numbers<T>(ref ProtoReader reader, List<double> to, Reading<T> read, int size)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        if (reader.Wire == Fixed32) to.Add(reader.Float());
        else if (reader.Wire == Fixed64) to.Add(BitConverter.UInt64BitsToDouble(reader.Fixed64()));
        else
            for (ReadOnlySpan<byte> packed = reader.Bytes(); !packed.IsEmpty; packed = packed[size..]) to.Add(double.CreateChecked(read(packed)));
    }
}
