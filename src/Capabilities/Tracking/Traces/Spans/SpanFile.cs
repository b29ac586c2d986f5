using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Tracking.Traces.Spans;

/// <summary>
/// The file <c>traces.json</c> in which clients that send no OTLP keep the spans of a trace, read and written: attributes are JSON texts by key.
/// Of both ages: with a <c>context</c> of hex ids (2.x), and with ids in base64.
/// </summary>
internal static class SpanFile
{
    public const string Name = "traces.json";

    /// <summary>Null when it is none.</summary>
    public static IReadOnlyList<Span>? Read(JsonDocument file)
    {
        try
        {
            if (file.RootElement.ValueKind != JsonValueKind.Object || !file.RootElement.TryGetProperty("spans", out JsonElement list) || list.ValueKind != JsonValueKind.Array) return null;
            return Span.Of(new JsonArray([.. list.EnumerateArray().Select(One)]));
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException or JsonException or MlflowException)
        {
            return null;
        }
    }

    public static JsonObject Write(IEnumerable<Span> spans) => new() { ["spans"] = new JsonArray([.. spans.Select(One)]) };

    private static JsonObject One(Span span)
    {
        var attributes = new JsonObject();
        foreach ((string key, JsonElement value) in span.Attributes) attributes[key] = SpanValue.Plain(value) is { } plain ? SpanValue.Json(plain) : "null";
        return new JsonObject
        {
            ["trace_id"] = span.Json.GetProperty("trace_id").GetString(),
            ["span_id"] = span.Id,
            ["parent_span_id"] = span.Parent,
            ["name"] = span.Name,
            ["start_time_unix_nano"] = span.Start,
            ["end_time_unix_nano"] = span.End,
            ["events"] = new JsonArray([.. span.Events.Select(e => (JsonNode)new JsonObject
            {
                ["name"] = e.GetProperty("name").GetString(), ["time_unix_nano"] = e.GetProperty("time_unix_nano").GetInt64(),
                ["attributes"] = SpanValue.PlainMap(e.TryGetProperty("attributes", out JsonElement pairs) ? pairs.EnumerateArray() : []),
            })]),
            ["status"] = new JsonObject { ["code"] = "STATUS_CODE_" + span.Status, ["message"] = span.StatusMessage ?? "" },
            ["attributes"] = attributes,
        };
    }

    private static JsonNode One(JsonElement span, int number)
    {
        bool old = span.TryGetProperty("context", out JsonElement context);
        JsonElement status = span.TryGetProperty("status", out JsonElement given) ? given : default;
        var draft = new SpanDraft
        {
            TraceId = old ? Hex(context.GetProperty("trace_id"), 16) : span.GetProperty("trace_id").GetBytesFromBase64(),
            SpanId = old ? Hex(context.GetProperty("span_id"), 8) : span.GetProperty("span_id").GetBytesFromBase64(),
            ParentId = Parent(span, old),
            Name = TraceText.Of(span.GetProperty("name")),
            Start = Time(span, old ? "start_time" : "start_time_unix_nano"),
            End = Time(span, old ? "end_time" : "end_time_unix_nano"),
            Status = SpanDraft.StatusOf(old ? "STATUS_CODE_" + Text(span, "status_code") : Text(status, "code")),
            StatusMessage = old ? Text(span, "status_message") : Text(status, "message"),
        };
        draft.Attributes.AddRange(Attributes(span, texts: true));
        if (span.TryGetProperty("events", out JsonElement events) && events.ValueKind == JsonValueKind.Array)
            draft.Events.AddRange(events.EnumerateArray().Select(e => OtlpParts.Event(Time(e, e.TryGetProperty("timestamp", out _) ? "timestamp" : "time_unix_nano"), Text(e, "name"), Attributes(e, texts: false))));
        return draft.Finished(number);
    }

    private static byte[] Parent(JsonElement span, bool old)
        => !span.TryGetProperty(old ? "parent_id" : "parent_span_id", out JsonElement parent) || parent.ValueKind != JsonValueKind.String ? [] : old ? Hex(parent, 8) : parent.GetBytesFromBase64();

    private static List<JsonNode> Attributes(JsonElement of, bool texts)
        => !of.TryGetProperty("attributes", out JsonElement map) || map.ValueKind != JsonValueKind.Object ? [] : [.. map.EnumerateObject().Select(a => SpanValue.Pair(TraceText.Clean(a.Name), texts ? Decoded(a.Value) : SpanValue.OfPlain(a.Value)))];

    private static JsonObject Decoded(JsonElement text)
    {
        if (text.ValueKind != JsonValueKind.String) return SpanValue.OfPlain(text);
        try
        {
            using JsonDocument inner = JsonDocument.Parse(text.GetString()!);
            return SpanValue.OfPlain(inner.RootElement);
        }
        catch (JsonException)
        {
            return SpanValue.OfPlain(text);
        }
    }

    private static byte[] Hex(JsonElement id, int length)
    {
        string hex = id.GetString()!;
        return Convert.FromHexString((hex.StartsWith("0x", StringComparison.Ordinal) ? hex[2..] : hex).PadLeft(length * 2, '0'));
    }

    private static ulong Time(JsonElement of, string field) => of.TryGetProperty(field, out JsonElement time) && time.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && ulong.TryParse(time.ValueKind == JsonValueKind.Number ? time.GetRawText() : time.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out ulong nanoseconds) ? nanoseconds : 0;

    private static string Text(JsonElement of, string field) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(field, out JsonElement text) ? TraceText.Of(text) : "";
}
