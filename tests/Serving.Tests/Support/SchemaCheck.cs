using System.Text.Json;

namespace Cairn.Serving.Tests.Support;

/// <summary>As much of JSON Schema 2020-12 as descriptions of endpoints use; another word of it fails the test.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    public bool Allows(string schema, string json) => Allows(Resolve("#/components/schemas/" + schema), JsonDocument.Parse(json).RootElement);

    public JsonElement Resolve(string reference) => reference.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name));

    private bool Allows(JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False) return schema.GetBoolean();
        return schema.EnumerateObject().All(word => Allows(schema, word, value));
    }

    private bool Allows(JsonElement schema, JsonProperty word, JsonElement value) => word.Name switch
    {
        "$ref" => Allows(Resolve(word.Value.GetString()!), value),
        "type" => word.Value.ValueKind == JsonValueKind.Array ? word.Value.EnumerateArray().Any(t => Is(t.GetString()!, value)) : Is(word.Value.GetString()!, value),
        "const" => JsonElement.DeepEquals(word.Value, value),
        "enum" => word.Value.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= word.Value.GetDouble(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= word.Value.GetDouble(),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= word.Value.GetInt32(),
        "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= word.Value.GetInt32(),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Skip(Length(schema, "prefixItems")).All(v => Allows(word.Value, v)),
        "prefixItems" => value.ValueKind != JsonValueKind.Array || word.Value.EnumerateArray().Zip(value.EnumerateArray()).All(p => Allows(p.First, p.Second)),
        "contains" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(v => Allows(word.Value, v)),
        "allOf" => word.Value.EnumerateArray().All(s => Allows(s, value)),
        "anyOf" => word.Value.EnumerateArray().Any(s => Allows(s, value)),
        "oneOf" => word.Value.EnumerateArray().Count(s => Allows(s, value)) == 1,
        "required" => value.ValueKind != JsonValueKind.Object || word.Value.EnumerateArray().All(n => value.TryGetProperty(n.GetString()!, out _)),
        "properties" => value.ValueKind != JsonValueKind.Object || word.Value.EnumerateObject().All(p => !value.TryGetProperty(p.Name, out JsonElement of) || Allows(p.Value, of)),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object || word.Value.GetBoolean() || value.EnumerateObject().All(p => schema.GetProperty("properties").TryGetProperty(p.Name, out _)),
        "description" => true,
        _ => throw new InvalidOperationException($"The check does not know the word '{word.Name}'."),
    };

    private static int Length(JsonElement schema, string list) => schema.TryGetProperty(list, out JsonElement of) ? of.GetArrayLength() : 0;

    private static bool Is(string type, JsonElement value) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() % 1 == 0,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => type.Equals(value.ValueKind.ToString(), StringComparison.OrdinalIgnoreCase),
    };
}
