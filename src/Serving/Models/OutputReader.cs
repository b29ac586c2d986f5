using System.Buffers;
using Cairn.OnnxRuntime;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Models;

/// <summary>Copies the outputs of a run into buffers of the answer.</summary>
internal static class OutputReader
{
    /// <summary>Reads the rows of one request from the output that stands at <paramref name="place"/> among those asked for.</summary>
    public static void Read(OnnxRun run, OnnxPort port, int place, TensorBuffer to, RowSlice rows)
    {
        to.Begin(port.Name, PortTypes.Of(port));
        Span<long> sizes = stackalloc long[TensorBuffer.MaxRank];
        int rank = run.OutputShape(place, sizes);
        switch (port.Element)
        {
            case OnnxElement.Float: Copy(run.Output<float>(place), to, rows); break;
            case OnnxElement.Double: Copy(run.Output<double>(place), to, rows); break;
            case OnnxElement.Int64: Copy(run.Output<long>(place), to, rows); break;
            case OnnxElement.Int32: Copy(run.Output<int>(place), to, rows); break;
            case OnnxElement.Int16: Copy(run.Output<short>(place), to, rows); break;
            case OnnxElement.Int8: Copy(run.Output<sbyte>(place), to, rows); break;
            case OnnxElement.UInt64: Copy(run.Output<ulong>(place), to, rows); break;
            case OnnxElement.UInt32: Copy(run.Output<uint>(place), to, rows); break;
            case OnnxElement.UInt16: Copy(run.Output<ushort>(place), to, rows); break;
            case OnnxElement.UInt8: Copy(run.Output<byte>(place), to, rows); break;
            case OnnxElement.Bool: Copy(run.Output<bool>(place), to, rows); break;
            case OnnxElement.Float16: Copy(run.Output<Half>(place), to, rows); break;
            default: CopyTexts(run, place, to, sizes[..rank], rows); break;
        }

        SetShape(sizes[..rank], to, rows);
    }

    /// <summary>What a model answers to no rows at all.</summary>
    public static void Empty(ModelPort port, TensorBuffer to)
    {
        to.Begin(port.Name, port.Type);
        Span<int> shape = stackalloc int[Math.Max(1, port.Shape.Count)];
        shape[0] = 0;
        for (int d = 1; d < shape.Length; d++) shape[d] = (int)Math.Max(0, port.Shape[d]);
        to.SetShape(shape);
    }

    private static void Copy<T>(ReadOnlySpan<T> values, TensorBuffer to, RowSlice rows)
        where T : unmanaged
    {
        if (!rows.IsWhole) values = values.Slice(values.Length / rows.Total * rows.First, values.Length / rows.Total * rows.Rows);
        values.CopyTo(to.Extend<T>(values.Length));
    }

    /// <summary>Texts are taken as bytes, so that those that are no UTF-8 come out as they are.</summary>
    private static void CopyTexts(OnnxRun run, int place, TensorBuffer to, ReadOnlySpan<long> shape, RowSlice rows)
    {
        int count = Count(shape), size = run.TextBytes(place);
        if (count == 0) return;
        byte[] texts = ArrayPool<byte>.Shared.Rent(Math.Max(1, size));
        nuint[] begins = ArrayPool<nuint>.Shared.Rent(count + 1);
        try
        {
            run.CopyTexts(place, texts.AsSpan(0, size), begins.AsSpan(0, count));
            begins[count] = (nuint)size;
            int width = count / rows.Total;
            for (int i = width * rows.First; i < width * (rows.First + rows.Rows); i++) to.AddText(texts.AsSpan((int)begins[i]..(int)begins[i + 1]));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(texts);
            ArrayPool<nuint>.Shared.Return(begins);
        }
    }

    private static void SetShape(ReadOnlySpan<long> sizes, TensorBuffer to, RowSlice rows)
    {
        Span<int> shape = stackalloc int[Math.Max(1, sizes.Length)];
        shape[0] = to.Count;
        for (int d = 0; d < sizes.Length; d++) shape[d] = checked((int)sizes[d]);
        if (!rows.IsWhole) shape[0] = shape[0] / rows.Total * rows.Rows;
        to.SetShape(shape);
    }

    private static int Count(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long size in shape) count *= size;
        return checked((int)count);
    }
}
