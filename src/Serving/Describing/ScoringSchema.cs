using System.Text.Json.Nodes;
using Cairn.Serving.Models;
using Cairn.Serving.Routing;

namespace Cairn.Serving.Describing;

/// <summary>Bodies of MLflow's scoring protocol for one endpoint, in the two forms that name their columns.</summary>
internal static class ScoringSchema
{
    public static JsonObject Request(LiveEndpoint endpoint)
    {
        JsonObject records = new() { ["type"] = "array", ["items"] = Row(endpoint.Contract), ["maxItems"] = endpoint.Route.MaxRows };
        JsonObject split = new()
        {
            ["type"] = "object",
            ["required"] = new JsonArray("columns", "data"),
            ["properties"] = new JsonObject
            {
                ["columns"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
                ["data"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "array" }, ["maxItems"] = endpoint.Route.MaxRows },
            },
            ["additionalProperties"] = false,
        };
        return new JsonObject { ["oneOf"] = new JsonArray(Form("dataframe_records", records), Form("dataframe_split", split)) };
    }

    public static JsonObject Response(LoadedModel model)
    {
        JsonObject row = model.Outputs.Count == 1
            ? Cell(model.Outputs[0])
            : new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(model.Outputs.Select(o => KeyValuePair.Create(o.Name, (JsonNode?)Cell(o)))) };
        return Form("predictions", new JsonObject { ["type"] = "array", ["items"] = row });
    }

    private static JsonObject Row(InputContract contract)
    {
        var properties = new JsonObject(contract.Columns.Select(c => KeyValuePair.Create(c.Name, (JsonNode?)Cell(c))));
        JsonArray required = [.. contract.Columns.Where(c => !c.LookedUp && !ElementSchema.TakesMissing(c)).Select(c => JsonValue.Create(c.Name))];
        if (contract.KeyColumn is { } key && !properties.ContainsKey(key)) properties[key] = new JsonObject { ["type"] = new JsonArray("string", "integer") };
        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required };
    }

    private static JsonObject Cell(ContractColumn column) => column.Width == 1
        ? ElementSchema.Of(column)
        : new JsonObject { ["type"] = "array", ["items"] = ElementSchema.Of(column), ["minItems"] = column.Width, ["maxItems"] = column.Width };

    /// <summary>Lists within lists, one level for each dimension behind the rows.</summary>
    private static JsonObject Cell(ModelPort output) =>
        output.Shape.Skip(1).Aggregate(ElementSchema.Of(output.Type, Contracts.Inference.Datatypes.IsFloat(output.Type)), (of, _) => new JsonObject { ["type"] = "array", ["items"] = of });

    private static JsonObject Form(string name, JsonObject of) => new() { ["type"] = "object", ["required"] = new JsonArray(name), ["properties"] = new JsonObject { [name] = of } };
}
