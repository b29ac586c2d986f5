using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Tracking.Traces.Spans;

/// <summary>Reads the spans of an <c>ExportTraceServiceRequest</c> in OTLP's JSON: ids in hex, 64-bit numbers as texts. Names in either case.</summary>
internal static class OtlpJson
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 512 };

    /// <exception cref="MlflowException">It is none.</exception>
    public static JsonArray Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Limits);
            var spans = new JsonArray();
            foreach (JsonElement scope in List(document.RootElement, "resourceSpans").SelectMany(r => List(r, "scopeSpans")))
                foreach (JsonElement span in List(scope, "spans")) spans.Add(Span(span, spans.Count, Hex));
            return spans;
        }
        catch (JsonException e)
        {
            throw MlflowException.Invalid($"The body is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    /// <summary>Reads spans as MLflow's servers answer them: ids in base64, else the same.</summary>
    /// <exception cref="MlflowException">One is none.</exception>
    public static JsonArray Served(JsonElement spans) => new([.. spans.EnumerateArray().Select(JsonNode (span, number) => Span(span, number, Base64))]);

    private static JsonObject Span(JsonElement span, int number, Func<JsonElement, string, byte[]> id)
    {
        JsonElement status = Field(span, "status");
        var draft = new SpanDraft
        {
            TraceId = id(span, "traceId"),
            SpanId = id(span, "spanId"),
            ParentId = id(span, "parentSpanId"),
            Name = Text(span, "name"),
            TraceState = Text(span, "traceState"),
            Start = Nanoseconds(span, "startTimeUnixNano"),
            End = Nanoseconds(span, "endTimeUnixNano"),
            Kind = Number(span, "kind", SpanDraft.KindOf),
            Status = Number(status, "code", SpanDraft.StatusOf),
            StatusMessage = Text(status, "message"),
        };
        draft.Attributes.AddRange(Attributes(span));
        draft.Events.AddRange(List(span, "events").Select(e => OtlpParts.Event(Nanoseconds(e, "timeUnixNano"), Text(e, "name"), Attributes(e))));
        draft.Links.AddRange(List(span, "links").Select(l => OtlpParts.Link(id(l, "traceId"), id(l, "spanId"), Attributes(l))));
        return draft.Finished(number);
    }

    private static List<JsonNode> Attributes(JsonElement of) => [.. List(of, "attributes").Select(a => Pair(a, 0))];

    private static JsonObject Pair(JsonElement pair, int depth) => SpanValue.Pair(Text(pair, "key"), Value(Field(pair, "value"), depth));

    private static JsonObject Value(JsonElement value, int depth)
    {
        if (depth > SpanValue.MaxDepth) throw SpanValue.TooDeep();
        if (Field(value, "stringValue") is { ValueKind: JsonValueKind.String } text) return new JsonObject { ["string_value"] = TraceText.Of(text) };
        if (Field(value, "boolValue") is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag) return new JsonObject { ["bool_value"] = flag.GetBoolean() };
        if (Field(value, "intValue") is { ValueKind: not JsonValueKind.Undefined } && long.TryParse(Raw(value, "intValue"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)) return new JsonObject { ["int_value"] = whole };
        if (Field(value, "doubleValue") is { ValueKind: not JsonValueKind.Undefined } && double.TryParse(Raw(value, "doubleValue"), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return new JsonObject { ["double_value"] = Messages.Number(number) };
        if (Field(value, "arrayValue") is { ValueKind: JsonValueKind.Object } list) return SpanValue.List([.. List(list, "values").Select(v => Value(v, depth + 1))]);
        if (Field(value, "kvlistValue") is { ValueKind: JsonValueKind.Object } map) return SpanValue.Map([.. List(map, "values").Select(p => Pair(p, depth + 1))]);
        return Field(value, "bytesValue") is { ValueKind: JsonValueKind.String } bytes ? new JsonObject { ["bytes_value"] = TraceText.Of(bytes) } : [];
    }

    private static byte[] Hex(JsonElement of, string field)
    {
        string text = Text(of, field);
        return text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : throw MlflowException.Invalid($"'{field}' must be hexadecimal digits.");
    }

    private static byte[] Base64(JsonElement of, string field)
    {
        string text = Text(of, field);
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : throw MlflowException.Invalid($"'{field}' must be in base64.");
    }

    private static ulong Nanoseconds(JsonElement of, string field)
        => Field(of, field).ValueKind == JsonValueKind.Undefined ? 0 : ulong.TryParse(Raw(of, field), NumberStyles.None, CultureInfo.InvariantCulture, out ulong time) ? time : throw MlflowException.Invalid($"'{field}' must be a whole number of nanoseconds.");

    private static long Number(JsonElement of, string field, Func<string, long> named)
        => long.TryParse(Raw(of, field), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : named(Raw(of, field));

    private static string Raw(JsonElement of, string field) => Field(of, field) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : Text(of, field);

    private static string Text(JsonElement of, string field) => TraceText.Of(Field(of, field));

    private static IEnumerable<JsonElement> List(JsonElement of, string field) => Field(of, field) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    // startTimeUnixNano, or start_time_unix_nano.
    private static JsonElement Field(JsonElement of, string field)
    {
        if (of.ValueKind != JsonValueKind.Object) return default;
        return of.TryGetProperty(field, out JsonElement value) || of.TryGetProperty(JsonNamingPolicy.SnakeCaseLower.ConvertName(field), out value) ? value : default;
    }
}
