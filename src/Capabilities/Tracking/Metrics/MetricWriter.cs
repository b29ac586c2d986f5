using System.Text.Json;

namespace Cairn.Tracking.Metrics;

/// <summary>Writes values of metrics as MLflow's messages, straight to the wire: a history is of thousands.</summary>
internal static class MetricWriter
{
    public static void Value(Utf8JsonWriter json, string key, MetricPoint point, string? run = null)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, key);
        if (double.IsFinite(point.Value)) json.WriteNumber("value"u8, point.Value);
        else json.WriteString("value"u8, (string)Messages.Number(point.Value)!);
        json.WriteNumber("timestamp"u8, point.Timestamp);
        json.WriteNumber("step"u8, point.Step);
        if (run is not null) json.WriteString("run_id"u8, run);
        json.WriteEndObject();
    }

    /// <summary>A page of points, and where the next begins when there is one. An empty list is left out.</summary>
    /// <param name="points">With the run they are of, where the answer names it.</param>
    public static void Page(Utf8JsonWriter json, string key, IReadOnlyCollection<(string? Run, MetricPoint Point)> points, string? next = null)
    {
        json.WriteStartObject();
        if (points.Count > 0)
        {
            json.WriteStartArray("metrics"u8);
            foreach ((string? run, MetricPoint point) in points) Value(json, key, point, run);
            json.WriteEndArray();
        }
        if (next is not null) json.WriteString("next_page_token"u8, next);
        json.WriteEndObject();
    }
}
