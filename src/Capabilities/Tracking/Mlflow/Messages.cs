using System.Text.Json.Nodes;

namespace Cairn.Tracking;

/// <summary>Helps to build messages: lists that are left out when empty.</summary>
public static class Messages
{
    public static void AddList(this JsonObject message, string field, IEnumerable<JsonObject> items)
    {
        var list = new JsonArray([.. items]);
        if (list.Count > 0) message[field] = list;
    }

    public static void AddText(this JsonObject message, string field, string? text)
    {
        if (text is not null) message[field] = text;
    }

    public static JsonObject KeyValue(string key, string value) => new() { ["key"] = key, ["value"] = value };

    /// <summary>A double as it travels: NaN and infinities as text.</summary>
    public static JsonNode Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
