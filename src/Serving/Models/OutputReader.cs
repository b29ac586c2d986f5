using System.Text;
using Cairn.OnnxRuntime;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Models;

/// <summary>Copies the outputs of a run into buffers of the answer.</summary>
internal static class OutputReader
{
    /// <summary>Reads the output that stands at <paramref name="place"/> among those asked for.</summary>
    public static void Read(OnnxRun run, OnnxPort port, int place, TensorBuffer to)
    {
        to.Begin(port.Name, PortTypes.Of(port));
        switch (port.Element)
        {
            case OnnxElement.Float: Copy(run.FloatOutput(place), to); break;
            case OnnxElement.Double: Copy(run.DoubleOutput(place), to); break;
            case OnnxElement.Int64: Copy(run.LongOutput(place), to); break;
            case OnnxElement.Int32: Copy(run.IntegerOutput(place), to); break;
            case OnnxElement.Bool: Copy(run.BooleanOutput(place), to); break;
            default: CopyObject((OnnxTensor)run.Output(place), to); return;
        }

        SetShape(port, run.Rows, to);
    }

    /// <summary>What a model answers to no rows at all.</summary>
    public static void Empty(OnnxPort port, TensorBuffer to)
    {
        to.Begin(port.Name, PortTypes.Of(port));
        Span<int> shape = stackalloc int[Math.Max(1, port.Shape.Count)];
        shape[0] = 0;
        for (int d = 1; d < shape.Length; d++) shape[d] = (int)Math.Max(0, port.Shape[d]);
        to.SetShape(shape);
    }

    private static void Copy<T>(ReadOnlySpan<T> values, TensorBuffer to)
        where T : unmanaged => values.CopyTo(to.Extend<T>(values.Length));

    private static void CopyObject(OnnxTensor tensor, TensorBuffer to)
    {
        if (tensor.Data is byte[] bytes) Copy<byte>(bytes, to);
        foreach (string text in tensor.Data as string[] ?? []) to.AddText(Encoding.UTF8.GetBytes(text));
        Span<int> shape = stackalloc int[tensor.Shape.Length];
        for (int d = 0; d < shape.Length; d++) shape[d] = (int)tensor.Shape[d];
        to.SetShape(shape);
    }

    /// <summary>The declared shape, with the one open dimension found from the number of elements.</summary>
    private static void SetShape(OnnxPort port, int rows, TensorBuffer to)
    {
        Span<int> shape = stackalloc int[Math.Max(1, port.Shape.Count)];
        shape.Fill(1);
        int open = -1, known = 1;
        for (int d = 0; d < port.Shape.Count; d++)
        {
            shape[d] = d == 0 && port.Shape[d] < 0 ? rows : (int)port.Shape[d];
            if (shape[d] >= 0) known *= shape[d];
            else if (open < 0) open = d;
            else shape[d] = 1;
        }

        if (port.Shape.Count == 0) shape[0] = to.Count;
        else if (open >= 0) shape[open] = known == 0 ? 0 : to.Count / known;
        if (Product(shape) != to.Count) shape = [to.Count];
        to.SetShape(shape);
    }

    private static long Product(ReadOnlySpan<int> shape)
    {
        long product = 1;
        foreach (int size in shape) product *= size;
        return product;
    }
}
