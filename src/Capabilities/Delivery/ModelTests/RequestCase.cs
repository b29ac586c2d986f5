using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Delivery;

/// <summary>
/// One request and what must come back, as in <c>scoring/requests*.json</c>: an object, or a list of objects
/// <c>{"name", "request": {"inputs": [...]}, "expect": {"status": 200, "outputs": [{"name", "data", "min", "max", "tolerance"}]}}</c>.
/// </summary>
internal sealed record RequestCase(string Name, JsonObject Request, int Status, JsonArray Outputs)
{
    /// <exception cref="JsonException">The file is not of this form.</exception>
    public static IEnumerable<RequestCase> Parse(string file, string text)
    {
        JsonNode? root = JsonNode.Parse(text);
        JsonArray cases = root switch { JsonArray list => list, JsonObject { } one when one["cases"] is JsonArray inner => inner, JsonObject one => new JsonArray(one.DeepClone()), _ => throw new JsonException($"{file} holds no request.") };
        return cases.Select((node, i) => Of($"{file}[{i}]", node as JsonObject ?? throw new JsonException($"{file}[{i}] is no object.")));
    }

    private static RequestCase Of(string name, JsonObject one) => new(
        (string?)one["name"] ?? name,
        one["request"] as JsonObject ?? throw new JsonException($"{name} has no 'request'."),
        (int?)one["expect"]?["status"] ?? 200,
        one["expect"]?["outputs"] as JsonArray ?? []);
}
