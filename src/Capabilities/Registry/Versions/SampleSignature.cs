using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Platform.Http;

namespace Cairn.Registry.Versions;

/// <summary>The signature of a model whose format we do not read, from a record (or a list of them) that it takes.</summary>
internal static class SampleSignature
{
    private const int MostColumns = 1000;

    /// <exception cref="ApiException">It is no JSON object, or list of objects, of plain values.</exception>
    public static string Of(string sample)
    {
        JsonObject record = Record(sample);
        if (record.Count is 0 or > MostColumns) throw Fault($"has {record.Count} columns; 1 to {MostColumns} are expected");
        var inputs = new JsonArray([.. record.Select(c => (JsonNode)new JsonObject { ["name"] = c.Key, ["type"] = TypeOf(c.Key, c.Value), ["shape"] = new JsonArray(-1) })]);
        return new JsonObject { ["inputs"] = inputs, ["outputs"] = new JsonArray() }.ToJsonString();
    }

    private static JsonObject Record(string sample)
    {
        try
        {
            JsonNode? parsed = JsonNode.Parse(sample, documentOptions: new JsonDocumentOptions { MaxDepth = 8 });
            return parsed as JsonObject ?? (parsed as JsonArray)?.FirstOrDefault() as JsonObject ?? throw Fault("must be a JSON object, or a list of objects");
        }
        catch (JsonException)
        {
            throw Fault("is not JSON");
        }
    }

    private static string TypeOf(string column, JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value!.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') ? "double" : "int64",
        JsonValueKind.Null or null => "double",
        _ => throw Fault($"holds something else than a plain value in '{(column.Length > 50 ? column[..50] : column)}'"),
    };

    private static ApiException Fault(string what) => ApiException.Invalid("inputs", $"'inputs' {what}.", "Send one record the model takes, e.g. {\"hour\": 17, \"carrier\": \"UA\"}.");
}
