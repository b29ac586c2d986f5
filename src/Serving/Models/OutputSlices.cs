using System.Buffers.Binary;
using Cairn.Contracts.Inference;
using Cairn.Serving.Runs;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Models;

/// <summary>Gives each part of a run its own rows of an output.</summary>
internal static class OutputSlices
{
    public static void Give(TensorBuffer whole, ReadOnlySpan<RunPart> parts, int output, int rows) => Give(whole, whole.Name, parts, output, rows);

    public static void Give(TensorBuffer whole, string name, ReadOnlySpan<RunPart> parts, int output, int rows)
    {
        int width = whole.Count / rows, at = 0;
        Span<int> shape = stackalloc int[whole.Shape.Length];
        whole.Shape.CopyTo(shape);
        foreach (RunPart part in parts)
        {
            TensorBuffer to = part.Outputs[output];
            to.Begin(name, whole.Type);
            int bytes = Bytes(whole, at, width * part.Rows);
            to.AddRaw(whole.Data.Slice(at, bytes), width * part.Rows);
            at += bytes;
            shape[0] = part.Rows;
            to.SetShape(shape);
        }
    }

    private static int Bytes(TensorBuffer whole, int at, int count)
    {
        if (whole.Type != Datatype.Bytes) return count * whole.Type.Size();
        int end = at;
        for (int i = 0; i < count; i++) end += 4 + (int)BinaryPrimitives.ReadUInt32LittleEndian(whole.Data[end..]);
        return end - at;
    }
}
