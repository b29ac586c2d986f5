using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>The schema of a dataset: which fields its records have in inputs, outputs and expectations, each with the type of its values.</summary>
internal sealed class FieldTypes
{
    private const int MostFields = 2000;
    private static readonly string[] Parts = ["inputs", "outputs", "expectations"];
    private readonly JsonObject _schema;

    /// <param name="stored">Empty, a schema of ours, or anything that a client called one: that is not gone on with.</param>
    public FieldTypes(string stored) => _schema = Ours(stored) ?? new JsonObject { ["inputs"] = new JsonObject(), ["outputs"] = new JsonObject(), ["expectations"] = new JsonObject(), ["version"] = "1.0" };

    public string Json => _schema.ToJsonString();

    public void Add(string part, JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Object } fields) return;
        JsonObject known = _schema[part]!.AsObject();
        foreach (JsonProperty field in fields.EnumerateObject())
        {
            string type = TypeOf(field.Value);
            if (known[field.Name] is { } before) known[field.Name] = Both(before.GetValue<string>(), type);
            else if (known.Count < MostFields) known[field.Name] = type;
        }
    }

    private static JsonObject? Ours(string stored)
    {
        if (stored.Length == 0 || !EvaluationRecordDraft.IsMap(stored)) return null;
        JsonObject schema = JsonNode.Parse(stored)!.AsObject();
        return Parts.All(p => schema[p] is JsonObject fields && fields.All(f => f.Value?.GetValueKind() == JsonValueKind.String)) ? schema : null;
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? "float" : "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => "null",
    };

    private static string Both(string one, string other) => one == other || other == "null" ? one : one == "null" ? other : (one, other) is ("integer", "float") or ("float", "integer") ? "float" : "any";
}
