using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Cli.Output;

/// <summary>JSON values as words of a table.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions OneLine { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first of <paramref name="paths"/> (parted by <c>|</c>; steps by dots) that has a value.</summary>
    public static JsonNode? Find(JsonObject item, string paths)
    {
        foreach (var path in paths.Split('|'))
        {
            if (Follow(item, path) is { } found)
            {
                return found;
            }
        }
        return null;
    }

    /// <summary>The value as given, on one line; empty for null.</summary>
    public static string Raw(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text.ReplaceLineEndings(" ").Replace('\t', ' '),
        JsonValue value => value.ToJsonString(),
        JsonArray list when list.All(item => item is JsonValue) => string.Join(",", list.Select(Raw)),
        _ => node.ToJsonString(OneLine),
    };

    public static double? Number(JsonNode? node) =>
        node is JsonValue value && double.TryParse(Raw(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An ISO time, or unix milliseconds.</summary>
    public static DateTimeOffset? Time(JsonNode? node) =>
        Number(node) is { } ms and > 1e9 and < 2e14 ? DateTimeOffset.FromUnixTimeMilliseconds((long)ms) :
        DateTimeOffset.TryParse(Raw(node), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static JsonNode? Follow(JsonNode? node, string path)
    {
        // Names with dots of their own (metrics.val.auc) are tried whole before they are cut.
        if (node is not JsonObject item)
        {
            return null;
        }
        if (item.TryGetPropertyValue(path, out var direct))
        {
            return direct;
        }
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? null : Follow(item[path[..dot]], path[(dot + 1)..]);
    }
}
