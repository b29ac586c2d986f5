using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Fields of MLflow's messages, looked at as those of a stranger: what is missing or of another kind is none.</summary>
internal static class MlflowJson
{
    public static IEnumerable<JsonObject> Items(JsonNode? from, string field) => (from?[field] as JsonArray ?? []).OfType<JsonObject>();

    public static RunTag[] Tags(JsonObject from, string field) => [.. Items(from, field).Select(t => new RunTag(Text(t, "key"), Optional(t, "value") ?? ""))];

    /// <exception cref="IOException">It is not there.</exception>
    public static string Text(JsonObject from, string field) => Optional(from, field) ?? throw new IOException($"The source's answer has no '{field}'.");

    /// <exception cref="IOException">It is not there.</exception>
    public static JsonObject Object(JsonObject from, string field) => from[field] as JsonObject ?? throw new IOException($"The source's answer has no '{field}'.");

    public static string? Optional(JsonObject from, string field) => from[field] is JsonValue value ? value.ToString() : null;

    public static long? Long(JsonObject from, string field) => from[field] is JsonValue value && long.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    public static RunMetric Point(JsonObject metric) => new(Text(metric, "key"), Number(metric["value"]), Long(metric, "timestamp") ?? 0, Long(metric, "step") ?? 0);

    private static double Number(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => value.GetValue<double>(),
        JsonValueKind.String => (string)value! switch { "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => double.NaN },
        _ => double.NaN,
    };
}
