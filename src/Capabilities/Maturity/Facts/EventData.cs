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

    public static double? Number(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number ? double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture) : null;

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
