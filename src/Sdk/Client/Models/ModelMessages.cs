using System.Globalization;
using System.Text.Json.Nodes;

namespace Cairn.Client;

/// <summary>Models and versions as the dialect writes them.</summary>
internal static class ModelMessages
{
    public static RegisteredModel Model(JsonNode? json) => new(
        (string)json!["name"]!, Text(json["description"]),
        List(json["aliases"]).ToDictionary(alias => (string)alias["alias"]!, alias => Number(alias["version"]), StringComparer.Ordinal));

    public static ModelVersion Version(JsonNode? json) => new(
        (string)json!["name"]!, Number(json["version"]), (string)json["source"]!, Text(json["run_id"]), Text(json["description"]),
        DateTimeOffset.FromUnixTimeMilliseconds((long)json["creation_timestamp"]!),
        [.. List(json["aliases"]).Select(alias => (string)alias!)],
        List(json["tags"]).ToDictionary(tag => (string)tag["key"]!, tag => (string?)tag["value"] ?? "", StringComparer.Ordinal));

    private static IEnumerable<JsonNode> List(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();

    // Versions are texts on the wire.
    private static long Number(JsonNode? node) => long.Parse(node!.ToString(), CultureInfo.InvariantCulture);

    private static string? Text(JsonNode? node) => (string?)node is { Length: > 0 } text ? text : null;
}
