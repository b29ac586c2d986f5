using System.Text.Json;
using Cairn.Tracking.Traces;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>Understands what clients say of records: a JSON list within a text, checked whole before anything of it is written.</summary>
internal static class EvaluationRecordDraft
{
    private const int MostRecords = 50_000;
    private const string UserTag = "mlflow.user";
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 50, AllowDuplicateProperties = false };

    /// <exception cref="MlflowException">It is no list of records; which and why.</exception>
    public static IReadOnlyList<EvaluationRecord> Read(string list, string user, long now, FieldTypes schema)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(list, Limits);
            if (document.RootElement.ValueKind != JsonValueKind.Array) throw Invalid("it must be a JSON list of records, as text");
            if (document.RootElement.GetArrayLength() > MostRecords) throw Invalid($"it holds more than {MostRecords} records; send them in parts");
            return [.. document.RootElement.EnumerateArray().Select((r, i) => Record(r, i, user, now, schema))];
        }
        catch (JsonException)
        {
            throw Invalid("it must be a JSON list of records, as text, nested at most 48 levels deep, in which no key comes twice");
        }
        catch (InvalidOperationException)
        {
            throw Invalid("a text in it holds half a character");
        }
    }

    /// <summary>A map of texts, such as tags, within a text; what is no text is kept as JSON, null as null.</summary>
    /// <exception cref="MlflowException">It is no map.</exception>
    public static IReadOnlyList<KeyValuePair<string, string?>> Map(string? text, string field)
    {
        if (string.IsNullOrEmpty(text)) return [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Limits);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return [.. document.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Text(p.Value)))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or half a character in it.
        }
        throw MlflowException.Invalid($"Invalid value for parameter '{field}' supplied: it must be a JSON object, as text.");
    }

    public static bool IsMap(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Limits);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind switch { JsonValueKind.Null => null, JsonValueKind.String => value.GetString(), _ => value.GetRawText() };

    private static EvaluationRecord Record(JsonElement said, int index, string user, long now, FieldTypes schema)
    {
        if (said.ValueKind != JsonValueKind.Object) throw Invalid($"[{index}] is not an object");
        // Every text of it is looked at.
        CanonicalJson.Hash(said);
        JsonElement inputs = Part(said, "inputs", index, true) ?? throw Invalid($"[{index}] has no 'inputs'");
        JsonElement? expectations = Part(said, "expectations", index, true), tags = Part(said, "tags", index, true), source = Part(said, "source", index, true), outputs = Part(said, "outputs", index, false);
        schema.Add("inputs", inputs);
        schema.Add("outputs", outputs);
        schema.Add("expectations", expectations);
        string by = tags is { } map && MlflowRequest.Value(map, UserTag) is { ValueKind: JsonValueKind.String } named && named.GetString() is { Length: > 0 } name ? KeyRules.Cut(TraceText.Clean(name), KeyRules.KeyLength) : user;
        return new EvaluationRecord
        {
            InputHash = CanonicalJson.Hash(inputs),
            Inputs = inputs.GetRawText(),
            Outputs = outputs?.GetRawText(),
            Expectations = expectations?.GetRawText(),
            Tags = tags?.GetRawText(),
            Source = source?.GetRawText(),
            CreatedAt = now,
            UpdatedAt = now,
            CreatedBy = by,
            UpdatedBy = by,
        }.Summed();
    }

    private static JsonElement? Part(JsonElement record, string field, int index, bool map)
        => MlflowRequest.Value(record, field) is not { } value ? null : !map || value.ValueKind == JsonValueKind.Object ? value : throw Invalid($"[{index}].{field} is not an object");

    private static MlflowException Invalid(string why) => MlflowException.Invalid($"Invalid value for parameter 'records' supplied: {why}.");
}
