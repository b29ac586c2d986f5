using System.Globalization;
using System.Text;
using Cairn.Contracts.Inference;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Models;

/// <summary>Rows that a contract allows, to try a model with.</summary>
internal static class SampleRows
{
    /// <summary>One row per kind; rows of another kind differ wherever the contract leaves room.</summary>
    public static TensorBuffer[] Of(InputContract contract, params ReadOnlySpan<int> kinds)
    {
        var columns = new TensorBuffer[contract.Columns.Length];
        for (int i = 0; i < columns.Length; i++) columns[i] = Column(contract.Columns[i], kinds);
        return columns;
    }

    private static TensorBuffer Column(ContractColumn column, ReadOnlySpan<int> kinds)
    {
        var tensor = new TensorBuffer();
        tensor.Begin(column.Name, column.Type);
        int[] shape = [.. column.Shape.Select(d => Math.Max(d, 1))];
        int width = shape.Skip(1).Aggregate(1, (a, b) => a * b);
        foreach (int kind in kinds)
            for (int i = 0; i < width; i++) Add(column, kind, tensor);
        tensor.SetShape(shape, kinds.Length);
        return tensor;
    }

    private static void Add(ContractColumn column, int kind, TensorBuffer to)
    {
        string? allowed = column.Source.Allowed is { Count: > 0 } some ? some[kind % some.Count] : null;
        double number = allowed is null || column.Type == Datatype.Bytes ? Math.Max(0, column.Source.Min ?? 0) + kind : Number(allowed);
        if (column.Source.Max is { } max && number > max) number = max;
        switch (column.Type)
        {
            case Datatype.Bytes: to.AddText(Encoding.UTF8.GetBytes(allowed ?? (kind == 0 ? "" : "a"))); break;
            case Datatype.Bool: to.Add(number != 0); break;
            case Datatype.Fp16: to.Add((Half)number); break;
            case Datatype.Fp32: to.Add((float)number); break;
            case Datatype.Fp64: to.Add(number); break;
            case Datatype.Int64: to.Add((long)number); break;
            case Datatype.Int32: to.Add((int)number); break;
            case Datatype.Int16: to.Add((short)number); break;
            case Datatype.Int8: to.Add((sbyte)number); break;
            case Datatype.UInt64: to.Add((ulong)number); break;
            case Datatype.UInt32: to.Add((uint)number); break;
            case Datatype.UInt16: to.Add((ushort)number); break;
            default: to.Add((byte)number); break;
        }
    }

    private static double Number(string text) => text switch
    {
        "true" => 1,
        "false" => 0,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
