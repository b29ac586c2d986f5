using System.Text.Json;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Inference;
using Cairn.Data;
using InputColumn = Cairn.Contracts.Snapshots.InputColumn;

namespace Cairn.Endpoints;

/// <summary>The contract of an endpoint's inputs: names and types from the version's signature, limits from the project file.</summary>
internal static class InputRules
{
    /// <param name="contract">In force.</param>
    /// <param name="file">What the project file says, where it may be another.</param>
    /// <exception cref="FormatException">The signature cannot be served, or the contract names an input that the model does not have.</exception>
    public static IReadOnlyList<InputColumn> Of(string signatureJson, DataContract contract, DataContract? file = null)
    {
        using JsonDocument signature = JsonDocument.Parse(signatureJson);
        if (!signature.RootElement.TryGetProperty("inputs", out JsonElement inputs)) return [];
        List<InputColumn> columns = [.. inputs.EnumerateArray().Select(Column)];
        foreach (ColumnRules rules in contract.Columns)
        {
            int at = columns.FindIndex(c => c.Name == rules.Name);
            if (at < 0 && !rules.Optional) throw new FormatException($"The endpoint's inputs name '{rules.Name}', which the model does not take{(file?.Columns.Any(c => c.Name == rules.Name && !c.Optional) is false ? "; " + IInputContracts.Waiting : "")}.");
            if (at >= 0) columns[at] = Limited(columns[at], rules);
        }
        return columns;
    }

    /// <summary>Rows of each request, where a version takes no other number; null for any.</summary>
    public static int? RowsOf(string signatureJson)
    {
        using JsonDocument signature = JsonDocument.Parse(signatureJson);
        if (!signature.RootElement.TryGetProperty("inputs", out JsonElement inputs)) return null;
        return inputs.EnumerateArray().Select(ShapeOf).Where(s => s is [> 0, ..]).Select(s => (int?)s[0]).FirstOrDefault();
    }

    /// <summary>What a version answers with, whose shape begins with -1 where it has an entry for each row; empty when its signature does not say.</summary>
    /// <exception cref="FormatException">The signature cannot be served.</exception>
    public static IReadOnlyList<InputColumn> OutputsOf(string signatureJson)
    {
        using JsonDocument signature = JsonDocument.Parse(signatureJson);
        if (!signature.RootElement.TryGetProperty("outputs", out JsonElement outputs)) return [];
        int? rows = RowsOf(signatureJson);
        return [.. outputs.EnumerateArray().Select(o => ShapeOf(o) is [> 0 and var entries, .. var rest] && entries != rows ? Column(o) with { Shape = [entries, .. rest] } : Column(o))];
    }

    private static InputColumn Column(JsonElement port)
    {
        string name = port.GetProperty("name").GetString()!, type = port.GetProperty("type").GetString()!;
        long[] shape = ShapeOf(port);
        Datatype datatype = Type(type);
        if (datatype == Datatype.None) throw new FormatException($"Input '{name}' has the type '{type}', which is not served.");
        // Text has no NaN to stand for a missing value: the empty string is taken.
        return new InputColumn { Name = name, Datatype = datatype.Name(), Shape = shape.Length == 0 ? [-1] : [-1, .. shape.Skip(1)], Nullable = datatype.IsFloat() || datatype == Datatype.Bytes };
    }

    private static long[] ShapeOf(JsonElement port)
        => port.TryGetProperty("shape", out JsonElement s) && s.ValueKind == JsonValueKind.Array ? [.. s.EnumerateArray().Select(d => d.GetInt64())] : [-1, 1];

    private static InputColumn Limited(InputColumn column, ColumnRules rules) => column with
    {
        Min = rules.Range?.Min,
        Max = rules.Range?.Max,
        Allowed = rules.In?.Texts,
        Nullable = column.Nullable && rules.Missing is not 0,
        Log = rules.Log,
    };

    private static Datatype Type(string onnx) => onnx switch
    {
        "float" => Datatype.Fp32,
        "double" => Datatype.Fp64,
        "float16" => Datatype.Fp16,
        "string" => Datatype.Bytes,
        "bool" => Datatype.Bool,
        _ => Datatypes.Parse(onnx.ToUpperInvariant()),
    };
}
