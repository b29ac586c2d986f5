using System.Text.Json.Nodes;

namespace Cairn.Tracking.Traces.Spans;

/// <summary>Events and links of spans as messages.</summary>
internal static class OtlpParts
{
    public static JsonObject Event(ulong time, string name, List<JsonNode> attributes)
        => With(new JsonObject { ["time_unix_nano"] = Math.Min(time, long.MaxValue), ["name"] = name }, attributes);

    public static JsonObject Link(byte[] trace, byte[] span, List<JsonNode> attributes)
        => With(new JsonObject { ["trace_id"] = Convert.ToBase64String(trace), ["span_id"] = Convert.ToBase64String(span) }, attributes);

    private static JsonObject With(JsonObject part, List<JsonNode> attributes)
    {
        if (attributes.Count > 0) part["attributes"] = new JsonArray([.. attributes]);
        return part;
    }
}
