using System.Text.Json;

namespace Cairn.Pipelines.Runs;

/// <summary>A metrics output: a JSON object of numbers, by itself or below <c>metrics</c>.</summary>
internal static class MetricsFile
{
    /// <summary>Name -> value; what is not a number is left out. Empty when the text is not such an object.</summary>
    public static Dictionary<string, double> Read(string json)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return found;
            JsonElement all = document.RootElement.TryGetProperty("metrics", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object ? inner : document.RootElement;
            foreach (JsonProperty property in all.EnumerateObject())
                if (property.Value.ValueKind == JsonValueKind.Number) found[property.Name] = property.Value.GetDouble();
        }
        catch (JsonException)
        {
            found.Clear();
        }
        return found;
    }
}
