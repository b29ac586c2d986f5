using static Cairn.OnnxRuntime.Native.OrtApi;

namespace Cairn.OnnxRuntime.Native;

/// <summary>Looks into a numeric tensor without copying; the span lives as long as the value.</summary>
internal static unsafe class TensorData
{
    public static ReadOnlySpan<float> Floats(nint value) => Span<float>(value, OnnxElement.Float);

    public static ReadOnlySpan<T> Span<T>(nint value, OnnxElement wanted) where T : unmanaged
    {
        nint info;
        Check(GetTensorTypeAndShape(value, &info));
        OnnxElement element;
        nuint count;
        nint typeStatus = GetTensorElementType(info, &element), countStatus = GetElementCount(info, &count);
        ReleaseTensorInfo(info);
        Check(typeStatus);
        Check(countStatus);
        if (element != wanted)
            throw new OnnxException($"The tensor holds {element}, not {wanted}.", OnnxFault.InvalidArgument);
        void* data;
        Check(GetTensorData(value, &data));
        return new ReadOnlySpan<T>(data, checked((int)count));
    }

    public static int Shape(nint value, Span<long> shape)
    {
        nint info;
        Check(GetTensorTypeAndShape(value, &info));
        nuint rank;
        nint rankStatus = GetDimensionsCount(info, &rank), sizesStatus = 0;
        bool fits = rankStatus == 0 && rank <= (nuint)shape.Length;
        fixed (long* s = shape)
        {
            if (fits)
                sizesStatus = GetDimensions(info, s, rank);
        }

        ReleaseTensorInfo(info);
        Check(rankStatus);
        Check(sizesStatus);
        return fits ? (int)rank : throw new ArgumentException($"An output has {rank} dimensions, room was given for {shape.Length}.", nameof(shape));
    }

    public static int TextBytes(nint value)
    {
        nuint bytes;
        Check(GetStringTensorDataLength(value, &bytes));
        return checked((int)bytes);
    }

    public static void CopyTexts(nint value, Span<byte> texts, Span<nuint> begins)
    {
        fixed (byte* t = texts)
        fixed (nuint* b = begins)
            Check(GetStringTensorContent(value, t, (nuint)texts.Length, b, (nuint)begins.Length));
    }

    public static void CopyExactly(this ReadOnlySpan<float> source, Span<float> target)
    {
        if (source.Length != target.Length)
            throw new OnnxException($"The output holds {source.Length} floats, room was given for {target.Length}.", OnnxFault.InvalidArgument);
        source.CopyTo(target);
    }
}
