using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Tracking.LoggedModels;

/// <summary>The tag that lists the registered versions of a logged model: <c>[{"name": "late", "version": 1}]</c>.</summary>
internal static class ModelVersionsTag
{
    /// <summary>The list with one more; what was no list is begun anew.</summary>
    public static string With(string? before, string name, long version)
    {
        IEnumerable<string> all = Items(before).Append(Item(JsonValue.Create(name), JsonValue.Create(version)));
        return $"[{string.Join(", ", all)}]";
    }

    private static IEnumerable<string> Items(string? list)
    {
        if (list is null) return [];
        try
        {
            return JsonNode.Parse(list) is JsonArray items ? [.. items.OfType<JsonObject>().Select(i => Item(i["name"], i["version"]))] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Item(JsonNode? name, JsonNode? version) => $$"""{"name": {{name?.ToJsonString() ?? "\"\""}}, "version": {{version?.ToJsonString() ?? "0"}}}""";
}
