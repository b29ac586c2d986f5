using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Client;

/// <summary>What went wrong, in the server's words.</summary>
/// <param name="Status">HTTP status, 400 to 599.</param>
/// <param name="Fields">The faults of single fields; empty when the fault is of the whole request.</param>
/// <param name="Mend">A command or a step that mends it, when the server knows one.</param>
/// <param name="Json">The answer as it came, for those who want to hand it on.</param>
public sealed record CairnProblem(
    int Status, string Title, string? Detail, IReadOnlyList<CairnFieldFault> Fields, string? Mend, JsonObject Json)
{
    /// <summary>Reads a problem from an answer's body; a body of another kind is kept as the detail, cut at 500 characters.</summary>
    internal static CairnProblem Read(int status, string? reason, string body)
    {
        var json = TryParse(body) ?? new JsonObject { ["detail"] = body.Length > 500 ? body[..500] + "…" : body };
        json["status"] ??= status;
        json["detail"] ??= json["message"]?.DeepClone(); // as MLflow's dialect says it
        json["title"] ??= reason ?? $"HTTP {status}";
        return new CairnProblem(status, Text(json["title"])!, Text(json["detail"]), ReadFields(json), Text(json["mend"]), json);
    }

    private static JsonObject? TryParse(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>One wrong field is named beside the detail; several come as <c>errors</c>, by field or as a list.</summary>
    private static IReadOnlyList<CairnFieldFault> ReadFields(JsonObject json) => json["errors"] switch
    {
        null when Text(json["field"]) is { } field => [new CairnFieldFault(field, "")],
        JsonObject byField => [.. byField.SelectMany(field => Texts(field.Value).Select(text => new CairnFieldFault(field.Key, text)))],
        JsonArray list => [.. list.OfType<JsonObject>().Select(fault => new CairnFieldFault(
            Text(fault["field"]) ?? Text(fault["path"]) ?? Text(fault["pointer"]) ?? "",
            Text(fault["problem"]) ?? Text(fault["detail"]) ?? Text(fault["message"]) ?? "",
            Text(fault["mend"])))],
        _ => [],
    };

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node is JsonArray list ? list.Select(Text).OfType<string>() : Text(node) is { } text ? [text] : [];

    private static string? Text(JsonNode? node) => node is JsonValue value ? value.ToString() : null;
}
