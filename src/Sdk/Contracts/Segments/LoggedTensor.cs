using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Cairn.Contracts.Inference;

namespace Cairn.Contracts.Segments;

/// <summary>One logged input, key or output: column-wise, row-major, the first dimension the rows.</summary>
public sealed class LoggedTensor(TensorRole role, string name, Datatype type, IReadOnlyList<int> shape, ReadOnlyMemory<byte> data)
{
    private int[]? _textStarts;

    public TensorRole Role => role;

    public string Name => name;

    public Datatype Type => type;

    public IReadOnlyList<int> Shape => shape;

    /// <summary>Little-endian elements; of BYTES each with an u32 length before it.</summary>
    public ReadOnlyMemory<byte> Data => data;

    /// <summary>Values in all.</summary>
    public int Count { get; } = shape.Aggregate(1, (a, b) => a * b);

    /// <summary>Values in one row.</summary>
    public int Width { get; } = shape.Skip(1).Aggregate(1, (a, b) => a * b);

    /// <summary>The value as it is: bool, long, ulong, float, double or string. Halves come as float, bytes that are no UTF-8 as base64 with a leading <c>base64:</c>.</summary>
    public object Value(int row, int column = 0)
    {
        int at = (row * Width) + column;
        ReadOnlySpan<byte> bytes = data.Span;
        return type switch
        {
            Datatype.Bool => bytes[at] != 0,
            Datatype.UInt8 => (long)bytes[at],
            Datatype.UInt16 => (long)Cast<ushort>(at),
            Datatype.UInt32 => (long)Cast<uint>(at),
            Datatype.UInt64 => Cast<ulong>(at),
            Datatype.Int8 => (long)(sbyte)bytes[at],
            Datatype.Int16 => (long)Cast<short>(at),
            Datatype.Int32 => (long)Cast<int>(at),
            Datatype.Int64 => Cast<long>(at),
            Datatype.Fp16 => (float)Cast<Half>(at),
            Datatype.Fp32 => Cast<float>(at),
            Datatype.Fp64 => Cast<double>(at),
            Datatype.Bytes => Text(at),
            _ => throw new InvalidDataException($"A logged tensor has the unknown datatype {(int)type}."),
        };
    }

    /// <summary>The value as a number; NaN for text.</summary>
    public double Number(int row, int column = 0)
    {
        int at = (row * Width) + column;
        return type switch
        {
            Datatype.Fp64 => Cast<double>(at),
            Datatype.Fp32 => Cast<float>(at),
            Datatype.Fp16 => (double)Cast<Half>(at),
            Datatype.Bytes => double.NaN,
            _ => (double)Whole(row, column),
        };
    }

    /// <summary>The value of a whole number or a boolean, all digits kept.</summary>
    public Int128 Whole(int row, int column = 0)
    {
        int at = (row * Width) + column;
        return type switch
        {
            Datatype.Bool => data.Span[at] != 0 ? 1 : 0,
            Datatype.UInt8 => data.Span[at],
            Datatype.UInt16 => Cast<ushort>(at),
            Datatype.UInt32 => Cast<uint>(at),
            Datatype.UInt64 => Cast<ulong>(at),
            Datatype.Int8 => (sbyte)data.Span[at],
            Datatype.Int16 => Cast<short>(at),
            Datatype.Int32 => Cast<int>(at),
            Datatype.Int64 => Cast<long>(at),
            _ => throw new InvalidDataException($"A logged tensor of {type.Name()} holds no whole numbers."),
        };
    }

    private T Cast<T>(int at)
        where T : struct => MemoryMarshal.Read<T>(data.Span[(at * System.Runtime.CompilerServices.Unsafe.SizeOf<T>())..]);

    private string Text(int at)
    {
        _textStarts ??= FindTexts();
        int start = _textStarts[at];
        ReadOnlySpan<byte> bytes = data.Span.Slice(start + 4, (int)BinaryPrimitives.ReadUInt32LittleEndian(data.Span[start..]));
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : "base64:" + Convert.ToBase64String(bytes);
    }

    private int[] FindTexts()
    {
        var starts = new int[Count];
        for (int i = 0, at = 0; i < starts.Length; i++)
        {
            starts[i] = at;
            at += 4 + (int)BinaryPrimitives.ReadUInt32LittleEndian(data.Span[at..]);
        }

        return starts;
    }
}
