using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Tracking.Traces.Spans;

/// <summary>Values of attributes: as OTLP's messages say them (<c>{"int_value": 3}</c>), as plain JSON, and as text.</summary>
internal static class SpanValue
{
    public const int MaxDepth = 48;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    public static JsonObject Pair(string key, JsonObject value) => new() { ["key"] = key, ["value"] = value };

    /// <summary>The message of a plain value.</summary>
    public static JsonObject OfPlain(JsonElement plain, int depth = 0)
    {
        if (depth > MaxDepth) throw TooDeep();
        return plain.ValueKind switch
        {
            JsonValueKind.String => new JsonObject { ["string_value"] = TraceText.Of(plain) },
            JsonValueKind.True or JsonValueKind.False => new JsonObject { ["bool_value"] = plain.GetBoolean() },
            JsonValueKind.Number => plain.TryGetInt64(out long whole) ? new JsonObject { ["int_value"] = whole } : new JsonObject { ["double_value"] = Messages.Number(plain.GetDouble()) },
            JsonValueKind.Array => List([.. plain.EnumerateArray().Select(e => OfPlain(e, depth + 1))]),
            JsonValueKind.Object => Map([.. plain.EnumerateObject().Select(p => Pair(TraceText.Clean(p.Name), OfPlain(p.Value, depth + 1)))]),
            _ => [],
        };
    }

    public static JsonObject List(JsonNode[] values) => new() { ["array_value"] = values.Length == 0 ? new JsonObject() : new JsonObject { ["values"] = new JsonArray(values) } };

    public static JsonObject Map(JsonNode[] pairs) => new() { ["kvlist_value"] = pairs.Length == 0 ? new JsonObject() : new JsonObject { ["values"] = new JsonArray(pairs) } };

    /// <summary>The plain value of a message; null for one without a value.</summary>
    public static JsonNode? Plain(JsonElement message)
    {
        foreach (JsonProperty field in message.EnumerateObject())
        {
            return field.Name switch
            {
                "array_value" => new JsonArray([.. Values(field.Value).Select(Plain)]),
                "kvlist_value" => PlainMap(Values(field.Value)),
                _ => JsonNode.Parse(field.Value.GetRawText()),
            };
        }
        return null;
    }

    public static JsonObject PlainMap(IEnumerable<JsonElement> pairs)
    {
        var map = new JsonObject();
        foreach (JsonElement pair in pairs) map[pair.GetProperty("key").GetString()!] = Plain(pair.GetProperty("value"));
        return map;
    }

    /// <summary>A text as it is, anything else as JSON.</summary>
    public static string Text(JsonElement message)
        => message.TryGetProperty("string_value", out JsonElement text) ? text.GetString()! : Plain(message) is { } plain ? Json(plain) : "";

    public static string Json(JsonNode plain) => plain.ToJsonString(Readable);

    public static MlflowException TooDeep() => MlflowException.Invalid($"The value of an attribute is nested deeper than {MaxDepth} levels. Send it as JSON text.");

    private static IEnumerable<JsonElement> Values(JsonElement list) => list.TryGetProperty("values", out JsonElement values) ? values.EnumerateArray() : [];
}
