using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Maturity.Facts;

/// <summary>Reads fields of event data; a field of another type than asked for counts as absent.</summary>
internal static class EventData
{
    public static string? Text(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number => node.ToJsonString(),
        _ => null,
    };

    // Numbers read from text come as elements, numbers written in code as they were: int, long or double mostly.
    public static double? Number(JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number) return null;
        if (value.TryGetValue(out double real)) return real;
        if (value.TryGetValue(out int whole)) return whole;
        return value.TryGetValue(out long large) ? large : double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
    }

    public static bool? Flag(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The strings in an array, an object's values (nested ones too) or a single string.</summary>
    public static string[] Texts(JsonNode? node) => node switch
    {
        JsonArray array => [.. array.SelectMany(Texts)],
        JsonObject map => [.. map.SelectMany(m => Texts(m.Value))],
        _ => Text(node) is { Length: > 0 } one ? [one] : [],
    };

    /// <summary>A number, or the size of an array or object.</summary>
    public static double? Count(JsonNode? node) => node switch
    {
        JsonArray array => array.Count,
        JsonObject map => map.Count,
        _ => Number(node),
    };
}
