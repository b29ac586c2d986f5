using System.Text;
using static Cairn.OnnxRuntime.Native.OrtApi;

namespace Cairn.OnnxRuntime.Native;

/// <summary>Copies a native value into managed memory: arrays for tensors, arrays of maps for ZipMap outputs.</summary>
internal static unsafe class ValueReader
{
    public static object Read(nint value)
    {
        OnnxKind kind;
        Check(GetValueType(value, &kind));
        return kind switch
        {
            OnnxKind.Tensor => ReadTensor(value),
            OnnxKind.Sequence => ReadItems(value),
            OnnxKind.Map => ReadMap(value),
            _ => throw new OnnxException($"An output of kind {kind} is not supported.", OnnxFault.NotImplemented),
        };
    }

    public static OnnxTensor ReadTensor(nint value)
    {
        nint info;
        Check(GetTensorTypeAndShape(value, &info));
        (OnnxElement element, long[] shape) = Describe(info);
        int length = checked((int)shape.Aggregate(1L, (a, b) => a * b));
        return new OnnxTensor(element == OnnxElement.String ? ReadStrings(value, length) : ReadNumbers(value, element, length), shape);
    }

    public static string[] ReadStrings(nint value, int count)
    {
        nuint bytes;
        Check(GetStringTensorDataLength(value, &bytes));
        var text = new byte[(int)bytes];
        var offsets = new nuint[count];
        fixed (byte* t = text)
        fixed (nuint* o = offsets)
            Check(GetStringTensorContent(value, t, bytes, o, (nuint)count));
        var strings = new string[count];
        for (int i = 0; i < count; i++)
        {
            int start = (int)offsets[i], end = i + 1 < count ? (int)offsets[i + 1] : text.Length;
            strings[i] = Encoding.UTF8.GetString(text, start, end - start);
        }

        return strings;
    }

    private static (OnnxElement, long[]) Describe(nint info)
    {
        try
        {
            return PortReader.ReadTensorInfo(info);
        }
        finally
        {
            ReleaseTensorInfo(info);
        }
    }

    private static Array ReadNumbers(nint value, OnnxElement element, int length)
    {
        void* data;
        Check(GetTensorData(value, &data));
        return element switch
        {
            OnnxElement.Float => new ReadOnlySpan<float>(data, length).ToArray(),
            OnnxElement.Double => new ReadOnlySpan<double>(data, length).ToArray(),
            OnnxElement.Int64 => new ReadOnlySpan<long>(data, length).ToArray(),
            OnnxElement.Int32 => new ReadOnlySpan<int>(data, length).ToArray(),
            OnnxElement.Bool => new ReadOnlySpan<bool>(data, length).ToArray(),
            OnnxElement.UInt8 => new ReadOnlySpan<byte>(data, length).ToArray(),
            OnnxElement.Int8 => new ReadOnlySpan<sbyte>(data, length).ToArray(),
            OnnxElement.Int16 => new ReadOnlySpan<short>(data, length).ToArray(),
            OnnxElement.UInt16 => new ReadOnlySpan<ushort>(data, length).ToArray(),
            OnnxElement.UInt32 => new ReadOnlySpan<uint>(data, length).ToArray(),
            OnnxElement.UInt64 => new ReadOnlySpan<ulong>(data, length).ToArray(),
            OnnxElement.Float16 => new ReadOnlySpan<Half>(data, length).ToArray(),
            _ => throw new OnnxException($"An output tensor of element type {element} is not supported.", OnnxFault.NotImplemented),
        };
    }

    private static object[] ReadItems(nint sequence)
    {
        nuint count;
        Check(GetValueCount(sequence, &count));
        var items = new object[(int)count];
        for (int i = 0; i < items.Length; i++)
            items[i] = ReadPart(sequence, i);
        return items;
    }

    /// <summary>A map is two tensors: its keys (index 0) and its values (index 1).</summary>
    private static Dictionary<object, float> ReadMap(nint map)
    {
        var keys = (OnnxTensor)ReadPart(map, 0);
        var values = (float[])((OnnxTensor)ReadPart(map, 1)).Data;
        var result = new Dictionary<object, float>(values.Length);
        for (int i = 0; i < values.Length; i++)
            result[keys.Data.GetValue(i)!] = values[i];
        return result;
    }

    private static object ReadPart(nint value, int index)
    {
        nint part;
        Check(GetValue(value, index, OrtProcess.Allocator, &part));
        try
        {
            return Read(part);
        }
        finally
        {
            ReleaseValue(part);
        }
    }
}
