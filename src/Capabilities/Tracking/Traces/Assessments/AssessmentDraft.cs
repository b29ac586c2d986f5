using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Tracking.Traces.Spans;

namespace Cairn.Tracking.Traces.Assessments;

/// <summary>Understands the message of an assessment: only its known fields, each of its kind.</summary>
internal static class AssessmentDraft
{
    private const int NameLength = 250, MostBytes = 100_000;
    private static readonly string[] Kinds = ["feedback", "expectation", "issue"], Sources = ["SOURCE_TYPE_UNSPECIFIED", "HUMAN", "LLM_JUDGE", "CODE"];
    private static readonly string[] Texts = ["assessment_name", "span_id", "rationale", "overrides"], Objects = ["source", "metadata", "error", .. Kinds];

    /// <summary>The fields that may be given, as they were; a client's own times too.</summary>
    /// <exception cref="MlflowException">A field has the wrong type, or the whole is too long.</exception>
    public static JsonObject Read(JsonElement said)
    {
        var message = new JsonObject();
        foreach (string field in Texts) message.AddText(field, Text(said, field));
        foreach (string field in (string[])["create_time", "last_update_time"])
            if (TraceTimes.Instant(Text(said, field), "assessment." + field) is { } at) message[field] = TraceTimes.Instant(at);
        foreach (string field in Objects)
        {
            if (Value(said, field) is not { } value) continue;
            if (value.ValueKind != JsonValueKind.Object) throw MlflowRequest.WrongType(value, new FieldPlace(null, "assessment." + field));
            message[field] = JsonNode.Parse(value.GetRawText());
        }
        return message.ToJsonString().Length <= MostBytes ? message : throw MlflowException.Invalid($"The assessment is longer than {MostBytes} characters.");
    }

    /// <summary>The row of a whole message.</summary>
    /// <exception cref="MlflowException">Something is missing that every assessment has.</exception>
    public static AssessmentRow Row(JsonObject message, string id, TraceRow trace, long createdAt)
    {
        string name = message["assessment_name"]?.GetValue<string>() is { Length: > 0 } given ? given : throw MlflowException.Required("assessment.assessment_name");
        if (name.Length > NameLength) throw MlflowException.Invalid($"'assessment_name' exceeds the maximum length of {NameLength} characters.");
        string[] kinds = [.. Kinds.Where(message.ContainsKey)];
        if (kinds.Length != 1) throw MlflowException.Invalid("An assessment has exactly one of 'feedback', 'expectation' and 'issue'.");
        if (message["source"] is JsonObject source && source["source_type"] is JsonNode type && !(type.GetValueKind() == JsonValueKind.String && Sources.Contains(type.GetValue<string>())))
            throw MlflowException.Invalid($"'assessment.source.source_type' must be one of {string.Join(", ", Sources.Skip(1))}.");
        var whole = new JsonObject { ["assessment_id"] = id };
        foreach ((string field, JsonNode? value) in message.ToArray())
            if (field is not ("assessment_id" or "trace_id" or "valid")) whole[field] = value?.DeepClone();
        whole["trace_id"] = trace.Id;
        return new AssessmentRow { Id = id, Trace = trace.Num, Kind = kinds[0], Name = name, Value = Searchable(message[kinds[0]]!.AsObject()), CreatedAt = createdAt, Body = SpanValue.Json(whole) };
    }

    private static string? Searchable(JsonObject of) => (of["value"] ?? of["serialized_value"]?["value"]) is { } value ? TraceText.Clean(value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : SpanValue.Json(value)) : null;

    private static string? Text(JsonElement said, string field) => Value(said, field) is { } value ? MlflowRequest.TextOf(value, field, new FieldPlace(null, "assessment." + field)) : null;

    private static JsonElement? Value(JsonElement said, string field) => MlflowRequest.Value(said, field);
}
