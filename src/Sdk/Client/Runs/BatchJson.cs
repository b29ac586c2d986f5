using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Cairn.Client;

/// <summary>Entries as the body of <c>runs/log-batch</c>, without the run's id.</summary>
internal static class BatchJson
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    public static void Write(IBufferWriter<byte> target, ReadOnlySpan<LogEntry> entries)
    {
        using var json = new Utf8JsonWriter(target, Options);
        json.WriteStartObject();
        WriteList(json, "metrics"u8, entries, EntryKind.Metric);
        WriteList(json, "params"u8, entries, EntryKind.Param);
        WriteList(json, "tags"u8, entries, EntryKind.Tag);
        json.WriteEndObject();
    }

    public static List<LogEntry> Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        List<LogEntry> entries = [];
        foreach (var metric in root.GetProperty("metrics"u8).EnumerateArray())
        {
            entries.Add(new LogEntry(EntryKind.Metric, metric.GetProperty("key"u8).GetString()!, null, Number(metric.GetProperty("value"u8)),
                metric.GetProperty("step"u8).GetInt64(), metric.GetProperty("timestamp"u8).GetInt64()));
        }
        foreach (var param in root.GetProperty("params"u8).EnumerateArray())
        {
            entries.Add(new LogEntry(EntryKind.Param, param.GetProperty("key"u8).GetString()!, param.GetProperty("value"u8).GetString()));
        }
        foreach (var tag in root.GetProperty("tags"u8).EnumerateArray())
        {
            entries.Add(new LogEntry(EntryKind.Tag, tag.GetProperty("key"u8).GetString()!, tag.GetProperty("value"u8).GetString()));
        }
        return entries;
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<LogEntry> entries, EntryKind kind)
    {
        json.WriteStartArray(name);
        foreach (ref readonly var entry in entries)
        {
            if (entry.Kind == kind)
            {
                WriteEntry(json, in entry);
            }
        }
        json.WriteEndArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, in LogEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, entry.Key);
        if (entry.Kind != EntryKind.Metric)
        {
            json.WriteString("value"u8, entry.Text);
        }
        else
        {
            WriteNumber(json, entry.Value);
            json.WriteNumber("timestamp"u8, entry.Timestamp);
            json.WriteNumber("step"u8, entry.Step);
        }
        json.WriteEndObject();
    }

    // JSON has no word for these; the dialect writes them as texts.
    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber("value"u8, value);
        }
        else
        {
            json.WriteString("value"u8, double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }

    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.Parse(value.GetString()!, CultureInfo.InvariantCulture);
}
