using System.Text.Json.Nodes;
using Cairn.Contracts.Inference;
using Cairn.Serving.Models;
using Cairn.Serving.Routing;

namespace Cairn.Serving.Describing;

/// <summary>Bodies of the Open Inference Protocol for one endpoint: each input by its name, datatype and shape, with flat data.</summary>
internal static class V2Schema
{
    public static JsonObject Request(InputContract contract)
    {
        JsonArray tensors = [.. contract.Columns.Select(c => Tensor(c))];
        if (contract.KeyColumn is { } key) tensors.Add(Tensor(key, "BYTES", [-1], new JsonObject { ["type"] = "string" }));
        var inputs = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = new JsonObject { ["anyOf"] = tensors } };
        JsonArray wanted = [.. contract.Columns.Where(c => !c.LookedUp).Select(c => new JsonObject { ["contains"] = Named(c.Name) })];
        if (contract.MatrixName is { } matrix)
        {
            tensors.Add(Tensor(matrix, contract.Columns[0].Type.Name(), [-1, contract.Width], ElementSchema.Of(contract.Columns[0].Type, contract.Columns.Any(c => c.Nullable))));
            inputs["anyOf"] = new JsonArray(new JsonObject { ["allOf"] = wanted }, new JsonObject { ["contains"] = Named(matrix) });
        }
        else if (wanted.Count > 0) inputs["allOf"] = wanted;

        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("inputs"),
            ["properties"] = new JsonObject
            {
                ["id"] = new JsonObject { ["type"] = "string", ["description"] = "The request's own id: the same request again gets the same answer." },
                ["parameters"] = new JsonObject { ["type"] = "object" },
                ["inputs"] = inputs,
            },
        };
    }

    public static JsonObject Response(LiveEndpoint endpoint, LoadedModel model) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("model_name", "model_version", "id", "outputs"),
        ["properties"] = new JsonObject
        {
            ["model_name"] = new JsonObject { ["const"] = endpoint.Route.Name },
            ["model_version"] = new JsonObject { ["type"] = "string" },
            ["id"] = new JsonObject { ["type"] = "string" },
            ["parameters"] = new JsonObject { ["type"] = "object" },
            ["outputs"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["oneOf"] = new JsonArray([.. model.Outputs.Select(o => Tensor(o.Name, o.Type.Name(), o.Shape, ElementSchema.Of(o.Type, o.Type.IsFloat())))]) },
            },
        },
    };

    private static JsonObject Tensor(ContractColumn column) => Tensor(column.Name, column.Type.Name(), [.. column.Shape.Select(d => (long)d)], ElementSchema.Of(column));

    private static JsonObject Tensor(string name, string datatype, IReadOnlyList<long> shape, JsonObject element) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("name", "shape", "datatype", HasJson(datatype) ? "data" : "parameters"),
        ["properties"] = new JsonObject
        {
            ["name"] = new JsonObject { ["const"] = name },
            ["datatype"] = new JsonObject { ["const"] = datatype },
            ["shape"] = Shape(shape),
            ["data"] = HasJson(datatype) ? new JsonObject { ["type"] = "array", ["items"] = element } : false,
            ["parameters"] = new JsonObject { ["type"] = "object" },
        },
    };

    /// <summary>Elements of FP16 follow the JSON as bytes.</summary>
    private static bool HasJson(string datatype) => datatype != Datatype.Fp16.Name();

    /// <summary>The rows are open; <c>[N]</c> and <c>[N,1]</c> are the same.</summary>
    private static JsonObject Shape(IReadOnlyList<long> shape)
    {
        bool scalar = shape is [_] or [_, 1];
        long[] sizes = scalar ? [-1, 1] : [-1, .. shape.Skip(1)];
        return new JsonObject
        {
            ["type"] = "array",
            ["prefixItems"] = new JsonArray([.. sizes.Select(size => size < 0 ? new JsonObject { ["type"] = "integer", ["minimum"] = 0 } : new JsonObject { ["const"] = size })]),
            ["minItems"] = scalar ? 1 : sizes.Length,
            ["maxItems"] = sizes.Length,
        };
    }

    private static JsonObject Named(string name) => new() { ["properties"] = new JsonObject { ["name"] = new JsonObject { ["const"] = name } } };
}
