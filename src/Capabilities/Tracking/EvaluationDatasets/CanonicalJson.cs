using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>JSON in one form, whatever blanks and order of keys it came with, so that the same has the same digest.</summary>
internal static class CanonicalJson
{
    private static readonly JsonWriterOptions Plain = new() { SkipValidation = true };

    /// <exception cref="InvalidOperationException">A text holds half a character.</exception>
    public static string Hash(JsonElement value)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain)) Write(json, value);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <summary>Of a stored text; of nothing nothing.</summary>
    public static string HashOf(string? stored)
    {
        if (stored is null) return "";
        using JsonDocument document = JsonDocument.Parse(stored);
        return Hash(document.RootElement);
    }

    /// <summary>One digest of several.</summary>
    public static string Hash(params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts!))));

    private static void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (JsonProperty field in value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(field.Name);
                    Write(json, field.Value);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray()) Write(json, item);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(value.GetString());
                break;
            default:
                json.WriteRawValue(value.GetRawText());
                break;
        }
    }
}
