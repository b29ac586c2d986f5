using System.Numerics;
using Cairn.Contracts.Inference;
using Cairn.OnnxRuntime;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Models;

/// <summary>Writes checked columns into the input buffers of a run.</summary>
internal static class InputFiller
{
    /// <summary>Makes the run ready for as many rows; the columns tell the sizes that the model leaves open.</summary>
    public static void Prepare(OnnxRun run, ModelFit fit, ReadOnlySpan<TensorBuffer> columns, int rows)
    {
        if (!fit.HasOpenSizes)
        {
            run.Prepare(rows);
            return;
        }

        for (int input = 0; input < fit.ColumnsOfInput.Length; input++) run.Shape(input, ShapeOf(run.Model.Inputs[input], fit.ColumnsOfInput[input], columns, rows));
    }

    /// <summary>Writes the rows of one request where its slice of the run lies.</summary>
    public static void Fill(OnnxRun run, ModelFit fit, ReadOnlySpan<TensorBuffer> columns, RowSlice rows)
    {
        for (int input = 0; input < fit.ColumnsOfInput.Length; input++)
        {
            int[] from = fit.ColumnsOfInput[input];
            switch (run.Model.Inputs[input].Element)
            {
                case OnnxElement.Float: Put(Of<float>(run, input, rows), from, columns, rows.Rows); break;
                case OnnxElement.Double: Put(Of<double>(run, input, rows), from, columns, rows.Rows); break;
                case OnnxElement.Int64: Put(Of<long>(run, input, rows), from, columns, rows.Rows); break;
                case OnnxElement.Int32: Put(Of<int>(run, input, rows), from, columns, rows.Rows); break;
                case OnnxElement.Int16: Put(Of<short>(run, input, rows), from, columns, rows.Rows); break;
                case OnnxElement.Int8: Put(Of<sbyte>(run, input, rows), from, columns, rows.Rows); break;
                case OnnxElement.UInt64: Put(Of<ulong>(run, input, rows), from, columns, rows.Rows); break;
                case OnnxElement.UInt32: Put(Of<uint>(run, input, rows), from, columns, rows.Rows); break;
                case OnnxElement.UInt16: Put(Of<ushort>(run, input, rows), from, columns, rows.Rows); break;
                case OnnxElement.UInt8: Put(Of<byte>(run, input, rows), from, columns, rows.Rows); break;
                case OnnxElement.Float16: Put(Of<Half>(run, input, rows), from, columns, rows.Rows); break;
                case OnnxElement.Bool: columns[from[0]].Elements<bool>().CopyTo(Of<bool>(run, input, rows)); break;
                default: PutTexts(run, input, columns[from[0]], rows); break;
            }
        }
    }

    private static Span<T> Of<T>(OnnxRun run, int input, RowSlice rows)
        where T : unmanaged
    {
        Span<T> all = run.Input<T>(input);
        return rows.IsWhole ? all : all.Slice(all.Length / rows.Total * rows.First, all.Length / rows.Total * rows.Rows);
    }

    private static long[] ShapeOf(OnnxPort port, int[] from, ReadOnlySpan<TensorBuffer> columns, int rows)
    {
        var shape = new long[port.Shape.Count];
        shape[0] = rows;
        int width = 0;
        foreach (int column in from) width += columns[column].Width;
        if (shape.Length == 2) shape[1] = width;
        for (int d = 1; shape.Length > 2 && d < shape.Length; d++) shape[d] = columns[from[0]].Shape[d];
        return shape;
    }

    /// <summary>Columns side by side into rows, each number as the type it becomes.</summary>
    internal static void Put<T>(Span<T> to, int[] from, ReadOnlySpan<TensorBuffer> columns, int rows)
        where T : unmanaged, INumber<T>
    {
        int stride = to.Length / rows, offset = 0;
        foreach (int column in from)
        {
            TensorBuffer tensor = columns[column];
            int width = tensor.Width;
            var place = new Place(rows, width, stride, offset);
            switch (tensor.Type)
            {
                case Datatype.Fp16: Scatter<Half, T>(tensor, to, place); break;
                case Datatype.Fp32: Scatter<float, T>(tensor, to, place); break;
                case Datatype.Fp64: Scatter<double, T>(tensor, to, place); break;
                case Datatype.Int64: Scatter<long, T>(tensor, to, place); break;
                case Datatype.Int32: Scatter<int, T>(tensor, to, place); break;
                case Datatype.Int16: Scatter<short, T>(tensor, to, place); break;
                case Datatype.Int8: Scatter<sbyte, T>(tensor, to, place); break;
                case Datatype.UInt64: Scatter<ulong, T>(tensor, to, place); break;
                case Datatype.UInt32: Scatter<uint, T>(tensor, to, place); break;
                case Datatype.UInt16: Scatter<ushort, T>(tensor, to, place); break;
                case Datatype.UInt8 or Datatype.Bool: Scatter<byte, T>(tensor, to, place); break;
            }

            offset += width;
        }
    }

    private static void Scatter<TFrom, T>(TensorBuffer tensor, Span<T> to, Place place)
        where TFrom : unmanaged, INumber<TFrom>
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<TFrom> values = tensor.Elements<TFrom>();
        if (typeof(TFrom) == typeof(T) && place.Width == place.Stride)
        {
            System.Runtime.InteropServices.MemoryMarshal.Cast<TFrom, T>(values).CopyTo(to);
            return;
        }

        for (int row = 0, at = 0; row < place.Rows; row++)
            for (int w = 0; w < place.Width; w++, at++)
                to[(row * place.Stride) + place.Offset + w] = Convert<TFrom, T>(values[at], tensor);
    }

    /// <summary>A decimal is rounded; a whole number must arrive whole, and nothing may become infinite.</summary>
    private static T Convert<TFrom, T>(TFrom value, TensorBuffer tensor)
        where TFrom : unmanaged, INumber<TFrom>
        where T : unmanaged, INumber<T>
    {
        if (typeof(TFrom) == typeof(T)) return T.CreateTruncating(value);
        T converted = T.CreateSaturating(value);
        bool lost = TFrom.IsFinite(value) && (!T.IsFinite(converted) || (TFrom.IsInteger(value) && TFrom.CreateSaturating(converted) != value));
        return lost ? throw RequestFault.Contract($"Input '{tensor.Name}' has a number that the model's own type cannot hold exactly.", tensor.Name) : converted;
    }

    private static void PutTexts(OnnxRun run, int input, TensorBuffer column, RowSlice rows)
    {
        int at = column.Count / Math.Max(1, rows.Rows) * rows.First;
        foreach (ReadOnlySpan<byte> text in column.Texts()) run.SetText(input, at++, text);
    }

    private readonly record struct Place(int Rows, int Width, int Stride, int Offset);
}
