using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>Evaluation datasets and their records as MLflow's messages: maps and lists within them are JSON as text.</summary>
internal static class EvaluationMessages
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="homes">Null where clients ask for the experiments by a call of its own.</param>
    public static JsonObject Of(EvaluationDataset dataset, IEnumerable<KeyedText> tags, IEnumerable<KeyedText>? homes)
    {
        var message = new JsonObject { ["dataset_id"] = dataset.Id, ["name"] = dataset.Name };
        var map = new JsonObject(tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
        if (map.Count > 0) message["tags"] = map.ToJsonString();
        message.AddText("schema", dataset.SchemaJson.Length > 0 ? dataset.SchemaJson : null);
        message.AddText("profile", dataset.Profile ?? (dataset.Records > 0 ? $$"""{"num_records": {{dataset.Records}}}""" : null));
        message["digest"] = dataset.Digest;
        (message["created_time"], message["last_update_time"]) = (dataset.CreatedAt, dataset.UpdatedAt);
        (message["created_by"], message["last_updated_by"]) = (dataset.CreatedBy, dataset.UpdatedBy);
        if (homes is not null) Homes(message, homes);
        return message;
    }

    public static void Homes(JsonObject message, IEnumerable<KeyedText> homes)
    {
        JsonArray ids = [.. homes.Select(h => (JsonNode)h.Key)];
        if (ids.Count > 0) message["experiment_ids"] = ids;
    }

    /// <summary>The records as a list in JSON.</summary>
    public static string Records(string dataset, IEnumerable<EvaluationRecord> records)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartArray();
            foreach (EvaluationRecord record in records) Write(json, dataset, record);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Write(Utf8JsonWriter json, string dataset, EvaluationRecord record)
    {
        json.WriteStartObject();
        json.WriteString("dataset_record_id", record.Id);
        json.WriteString("dataset_id", dataset);
        foreach ((string name, string? value) in (ReadOnlySpan<(string, string?)>)[("inputs", record.Inputs), ("outputs", record.Outputs ?? "{}"), ("expectations", record.Expectations), ("tags", record.Tags), ("source", record.Source)])
        {
            if (value is null) continue;
            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }
        Source(json, record.Source);
        json.WriteNumber("created_time", record.CreatedAt);
        json.WriteNumber("last_update_time", record.UpdatedAt);
        json.WriteString("created_by", record.CreatedBy);
        json.WriteString("last_updated_by", record.UpdatedBy);
        json.WriteEndObject();
    }

    // Its kind, and the trace it came from, beside it.
    private static void Source(Utf8JsonWriter json, string? source)
    {
        if (source is null) return;
        using JsonDocument said = JsonDocument.Parse(source);
        if (MlflowRequest.Value(said.RootElement, "source_type") is { ValueKind: JsonValueKind.String } type) json.WriteString("source_type", type.GetString());
        if (MlflowRequest.Value(said.RootElement, "source_data") is { } data && MlflowRequest.Value(data, "trace_id") is { ValueKind: JsonValueKind.String } trace) json.WriteString("source_id", trace.GetString());
    }
}
