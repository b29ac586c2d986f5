using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Tracking.Traces.Spans;

/// <summary>A span as it is kept: the message of OTLP in JSON with snake_case names, ids in base64, 64-bit numbers as numbers.</summary>
internal sealed class Span(JsonElement json)
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 1000, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public JsonElement Json => json;

    /// <summary>32 hex digits.</summary>
    public string Trace { get; } = Convert.ToHexStringLower(json.GetProperty("trace_id").GetBytesFromBase64());

    public string Id { get; } = json.GetProperty("span_id").GetString()!;

    public string? Parent { get; } = json.TryGetProperty("parent_span_id", out JsonElement parent) ? parent.GetString() : null;

    public string Name { get; } = json.GetProperty("name").GetString()!;

    /// <summary>Unix nanoseconds.</summary>
    public long Start { get; } = json.GetProperty("start_time_unix_nano").GetInt64();

    /// <summary>Null while it goes on.</summary>
    public long? End { get; } = json.TryGetProperty("end_time_unix_nano", out JsonElement end) ? end.GetInt64() : null;

    /// <summary><c>OK</c>, <c>ERROR</c> or <c>UNSET</c>.</summary>
    public string Status { get; } = json.GetProperty("status").TryGetProperty("code", out JsonElement code) ? code.GetString()!["STATUS_CODE_".Length..] : "UNSET";

    public string? StatusMessage => json.GetProperty("status").TryGetProperty("message", out JsonElement message) ? message.GetString() : null;

    /// <summary>As MLflow calls it: <c>LLM</c>, <c>TOOL</c>, …</summary>
    public string Type => Attribute("mlflow.spanType") is { } type ? SpanValue.Text(type) : "UNKNOWN";

    public IEnumerable<(string Key, JsonElement Value)> Attributes => Pairs(json);

    public IEnumerable<JsonElement> Events => json.TryGetProperty("events", out JsonElement events) ? events.EnumerateArray() : [];

    /// <summary>The whole as text, for searches.</summary>
    public string Content => json.GetRawText();

    public JsonElement? Attribute(string key)
    {
        foreach ((string name, JsonElement value) in Attributes)
            if (name == key) return value;
        return null;
    }

    public static IEnumerable<(string Key, JsonElement Value)> Pairs(JsonElement of)
        => of.TryGetProperty("attributes", out JsonElement list) ? list.EnumerateArray().Select(a => (a.GetProperty("key").GetString()!, a.GetProperty("value"))) : [];

    public static IReadOnlyList<Span> Of(JsonArray messages) => Read(JsonSerializer.SerializeToUtf8Bytes(messages, Deep));

    /// <summary>Spans from the bytes of their JSON list.</summary>
    public static IReadOnlyList<Span> Read(ReadOnlyMemory<byte> list)
    {
        using JsonDocument document = JsonDocument.Parse(list, new JsonDocumentOptions { MaxDepth = 1000 });
        return [.. document.RootElement.Clone().EnumerateArray().Select(e => new Span(e))];
    }
}
