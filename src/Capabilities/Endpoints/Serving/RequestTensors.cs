using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Contracts.Inference;
using InputColumn = Cairn.Contracts.Snapshots.InputColumn;

namespace Cairn.Endpoints;

/// <summary>Tensors of one row, as requests of the Open Inference Protocol carry them.</summary>
internal static class RequestTensors
{
    /// <summary>One that the contract allows.</summary>
    public static JsonObject Right(InputColumn c)
    {
        if (IsText(c)) return Tensor(c, c.Datatype, c.Allowed is { Count: > 0 } texts ? texts[0] : "a");
        if (c.Datatype == Datatype.Bool.Name()) return Tensor(c, c.Datatype, true);
        if (c.Allowed is { Count: > 0 } values && double.TryParse(values[0], CultureInfo.InvariantCulture, out double known)) return Tensor(c, c.Datatype, known);
        return Tensor(c, c.Datatype, c.Min ?? c.Max ?? 0);
    }

    public static bool IsText(InputColumn c) => c.Datatype == Datatype.Bytes.Name();

    public static JsonObject Tensor(InputColumn c, string datatype, JsonNode value)
    {
        long[] shape = [.. c.Shape.Select(d => Math.Max(1L, d))];
        long count = shape.Aggregate(1L, (a, b) => a * b);
        return new JsonObject
        {
            ["name"] = c.Name,
            ["datatype"] = datatype,
            ["shape"] = new JsonArray([.. shape.Select(d => (JsonNode)d)]),
            ["data"] = new JsonArray([.. Enumerable.Range(0, (int)count).Select(_ => value.DeepClone())]),
        };
    }
}
