using System.Buffers;
using System.Text.Json;
using Cairn.Serving.Metrics;

namespace Cairn.Serving.Shipping;

/// <summary>What a copy tells the server of one endpoint.</summary>
internal static class ShipReport
{
    /// <param name="instance">This life of the process: counts of answers begin anew with each.</param>
    /// <param name="tripped">The canary of the snapshot that it dropped, and of which release it is.</param>
    public static byte[] Write(string instance, EndpointShipping shipping, EndpointMeter? meter, (string Version, string Release)? tripped)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(text);
        json.WriteStartObject();
        json.WriteString("instance", instance);
        json.WriteNumber("waiting_segments", shipping.WaitingSegments);
        json.WriteNumber("waiting_bytes", shipping.WaitingBytes);
        json.WriteNumber("dropped", shipping.Dropped);
        json.WriteNumber("refused", shipping.Refused);
        json.WriteBoolean("held", shipping.Held);
        json.WriteStartArray("answered");
        foreach (AnsweredDay day in meter?.Days.Days ?? [])
        {
            json.WriteStartObject();
            json.WriteString("day", day.Day.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteNumber("requests", day.Requests);
            json.WriteNumber("rows", day.Rows);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("pickups");
        foreach (VariantMeter variant in meter?.Variants ?? [])
            foreach (Pickup pickup in variant.Pickups.Read())
            {
                json.WriteStartObject();
                json.WriteString("application", pickup.Application);
                json.WriteString("version_id", variant.Version);
                json.WriteString("first", pickup.First);
                json.WriteString("last", pickup.Last);
                json.WriteEndObject();
            }

        json.WriteEndArray();
        if (tripped is { } canary)
        {
            json.WriteStartObject("tripped");
            json.WriteString("version_id", canary.Version);
            json.WriteString("release", canary.Release);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return text.WrittenSpan.ToArray();
    }
}
