using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Inference;
using InputColumn = Cairn.Contracts.Snapshots.InputColumn;

namespace Cairn.Endpoints;

/// <summary>Tensors as requests of the Open Inference Protocol carry them, each of one value throughout.</summary>
internal static class RequestTensors
{
    /// <summary>A value that the contract allows: the first of those listed, else the one nearest to 0.</summary>
    public static (string Datatype, JsonNode Value) Right(InputColumn c)
    {
        if (IsText(c)) return (c.Datatype, c.Allowed is { Count: > 0 } texts ? texts[0] : "a");
        if (c.Datatype == Datatype.Bool.Name()) return (c.Datatype, false);
        if (c.Allowed is { Count: > 0 } values) return (c.Datatype, values[0] switch { "true" => 1, "false" => 0, var number => JsonNode.Parse(number)! });
        return (c.Datatype, Within(Datatypes.Parse(c.Datatype), Math.Min(Math.Max(0, c.Min ?? 0), c.Max ?? double.PositiveInfinity)));
    }

    public static bool IsText(InputColumn c) => c.Datatype == Datatype.Bytes.Name();

    /// <param name="rows">In place of the contract's first dimension; a dimension that is left open is 1.</param>
    public static long[] Shape(InputColumn c, int rows) => [rows, .. c.Shape.Skip(1).Select(d => Math.Max(1L, d))];

    /// <param name="rows">As above.</param>
    /// <param name="binary">Takes the elements of a tensor that has no JSON form.</param>
    public static JsonObject Tensor(InputColumn c, (string Datatype, JsonNode Value) of, int rows, List<byte> binary)
    {
        long[] shape = Shape(c, rows);
        int count = (int)shape.Aggregate(1L, (a, b) => a * b);
        var tensor = new JsonObject { ["name"] = c.Name, ["shape"] = new JsonArray([.. shape.Select(d => (JsonNode)d)]), ["datatype"] = of.Datatype };
        if (of.Datatype != Datatype.Fp16.Name()) tensor["data"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => of.Value.DeepClone())]);
        else
        {
            tensor["parameters"] = new JsonObject { ["binary_data_size"] = count * Datatype.Fp16.Size() };
            binary.AddRange(MemoryMarshal.AsBytes(Enumerable.Repeat((Half)Number(of.Value), count).ToArray().AsSpan()));
        }

        return tensor;
    }

    /// <summary>The business key of each row.</summary>
    public static JsonObject Key(string name, int rows) => new()
    {
        ["name"] = name,
        ["shape"] = new JsonArray((JsonNode)rows),
        ["datatype"] = Datatype.Bytes.Name(),
        ["data"] = new JsonArray([.. Enumerable.Range(1, rows).Select(row => (JsonNode)row.ToString(System.Globalization.CultureInfo.InvariantCulture))]),
    };

    private static double Number(JsonNode value) => value.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>A bound that the datatype cannot hold exactly is rounded to the inside: away from 0 where it is the least, towards it never beyond.</summary>
    private static double Within(Datatype type, double bound) => bound == 0 ? 0 : type switch
    {
        _ when type.IsInteger() => bound > 0 ? Math.Ceiling(bound) : Math.Floor(bound),
        Datatype.Fp16 => bound > 0 ? Up((Half)bound, bound) : Down((Half)bound, bound),
        Datatype.Fp32 => bound > 0 ? Up((float)bound, bound) : Down((float)bound, bound),
        _ => bound,
    };

    private static double Up<T>(T near, double bound)
        where T : System.Numerics.IBinaryFloatingPointIeee754<T> => double.CreateChecked(double.CreateChecked(near) < bound ? T.BitIncrement(near) : near);

    private static double Down<T>(T near, double bound)
        where T : System.Numerics.IBinaryFloatingPointIeee754<T> => double.CreateChecked(double.CreateChecked(near) > bound ? T.BitDecrement(near) : near);
}
