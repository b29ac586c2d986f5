using System.Runtime.InteropServices;
using System.Text;
using Cairn.Contracts.Inference;
using Cairn.Scoring;
using Cairn.Serving.Models;
using Cairn.Serving.Runs;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Code;

/// <summary>Tensors as the arrays that scoring code sees, and back.</summary>
internal static class TensorArrays
{
    public static ScoringRows Of(ReadOnlySpan<TensorBuffer> tensors, int rows, IReadOnlyList<Parameter>? parameters = null)
    {
        var given = parameters is null ? new ScoringRows(rows) : new ScoringRows(rows) { Parameters = parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal) };
        foreach (TensorBuffer tensor in tensors) given.Put(tensor.Name, Array(tensor));
        return given;
    }

    /// <summary>One tensor per port, of the code's arrays; a <see cref="ModelFailure"/> when one is missing, of another type or size.</summary>
    public static TensorBuffer[] Back(ScoringRows from, IReadOnlyList<ModelPort> ports, string step, int rows)
    {
        var tensors = new TensorBuffer[ports.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            Array values = from.Find(ports[i].Name) ?? throw new ModelFailure($"The scoring code's {step} gave no '{ports[i].Name}'.");
            tensors[i] = new TensorBuffer();
            tensors[i].Begin(ports[i].Name, ports[i].Type);
            if (!Add(tensors[i], values)) throw new ModelFailure($"The scoring code's {step} gave '{ports[i].Name}' as {values.GetType().GetElementType()!.Name}, which is not {ports[i].Type.Name()}.");
            if (!TensorShapes.Set(tensors[i], ports[i], rows)) throw new ModelFailure($"The scoring code's {step} gave '{ports[i].Name}' with {values.Length} values for {rows} rows; it should be {ports[i]}.");
        }

        return tensors;
    }

    private static Array Array(TensorBuffer tensor) => tensor.Type switch
    {
        Datatype.Bool => tensor.Elements<bool>().ToArray(),
        Datatype.Fp16 => tensor.Elements<Half>().ToArray(),
        Datatype.Fp32 => tensor.Elements<float>().ToArray(),
        Datatype.Fp64 => tensor.Elements<double>().ToArray(),
        Datatype.Int64 => tensor.Elements<long>().ToArray(),
        Datatype.Int32 => tensor.Elements<int>().ToArray(),
        Datatype.Int16 => tensor.Elements<short>().ToArray(),
        Datatype.Int8 => tensor.Elements<sbyte>().ToArray(),
        Datatype.UInt64 => tensor.Elements<ulong>().ToArray(),
        Datatype.UInt32 => tensor.Elements<uint>().ToArray(),
        Datatype.UInt16 => tensor.Elements<ushort>().ToArray(),
        Datatype.UInt8 => tensor.Elements<byte>().ToArray(),
        _ => Texts(tensor),
    };

    private static string[] Texts(TensorBuffer tensor)
    {
        var texts = new string[tensor.Count];
        int at = 0;
        foreach (ReadOnlySpan<byte> text in tensor.Texts()) texts[at++] = Encoding.UTF8.GetString(text);
        return texts;
    }

    private static bool Add(TensorBuffer to, Array values) => (to.Type, values) switch
    {
        (Datatype.Bool, bool[] v) => Raw<bool>(to, v),
        (Datatype.Fp16, Half[] v) => Raw<Half>(to, v),
        (Datatype.Fp32, float[] v) => Raw<float>(to, v),
        (Datatype.Fp64, double[] v) => Raw<double>(to, v),
        (Datatype.Int64, long[] v) => Raw<long>(to, v),
        (Datatype.Int32, int[] v) => Raw<int>(to, v),
        (Datatype.Int16, short[] v) => Raw<short>(to, v),
        (Datatype.Int8, sbyte[] v) => Raw<sbyte>(to, v),
        (Datatype.UInt64, ulong[] v) => Raw<ulong>(to, v),
        (Datatype.UInt32, uint[] v) => Raw<uint>(to, v),
        (Datatype.UInt16, ushort[] v) => Raw<ushort>(to, v),
        (Datatype.UInt8, byte[] v) => Raw<byte>(to, v),
        (Datatype.Bytes, string[] v) => Texts(to, v),
        _ => false,
    };

    private static bool Raw<T>(TensorBuffer to, T[] values)
        where T : unmanaged
    {
        // An array of the other sign casts; its type is asked, too.
        if (values.GetType() != typeof(T[])) return false;
        to.AddRaw(MemoryMarshal.AsBytes(values.AsSpan()), values.Length);
        return true;
    }

    private static bool Texts(TensorBuffer to, string[] values)
    {
        foreach (string text in values) to.AddText(Encoding.UTF8.GetBytes(text ?? ""));
        return true;
    }
}
