using System.Text.Json;

namespace Cairn.Tracking.Traces;

/// <summary>Understands what clients say of a trace.</summary>
internal static class TraceDrafts
{
    private const int IdLength = 100, PreviewLength = 10_000;

    /// <summary>A <c>TraceInfoV3</c>.</summary>
    public static TraceDraft Of(MlflowObject info, IReadOnlyList<string> states)
    {
        string id = info.Text("trace_id");
        if (id.Length > IdLength || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) throw MlflowException.Invalid($"Invalid trace ID: it must be 1 to {IdLength} letters, digits, '_' or '-'.");
        MlflowObject place = info.Object("trace_location")?.Object("mlflow_experiment") ?? throw MlflowException.Required("trace.trace_info.trace_location.mlflow_experiment");
        long start = TraceTimes.Instant(info.Text("request_time"), "request_time")!.Value;
        return new TraceDraft(id, KeyRules.ExperimentId(place.Text("experiment_id")))
        {
            State = State(info.Optional("state"), states, "state"),
            RequestTime = start,
            EndTime = TraceTimes.Duration(info.Optional("execution_duration"), "execution_duration") is { } took ? TraceTimes.Checked(start + took, "execution_duration") : null,
            ClientRequestId = info.Optional("client_request_id") is { Length: > 0 } given ? KeyRules.Cut(given, KeyRules.KeyLength) : null,
            RequestPreview = Preview(info, "request_preview"),
            ResponsePreview = Preview(info, "response_preview"),
            Metadata = [.. Map(info, "trace_metadata", TraceKeys.MetaLength), new RunTag(TraceKeys.Final, "true")],
            Tags = Map(info, "tags", TraceKeys.ValueLength),
        };
    }

    public static string? State(string? said, IReadOnlyList<string> states, string field)
    {
        if (string.IsNullOrEmpty(said)) return null;
        if (int.TryParse(said, out int number) && number >= 0 && number < states.Count) return states[number];
        return states.Contains(said) ? said : throw MlflowException.Invalid($"Invalid value '{KeyRules.Cut(said, 50)}' for parameter '{field}': it must be one of {string.Join(", ", states)}.");
    }

    public static RunTag Tag(string key, string value, int length = TraceKeys.ValueLength)
        => key.Length is > 0 and <= TraceKeys.KeyLength ? new RunTag(key, KeyRules.Cut(value, length)) : throw MlflowException.Invalid($"A key of a trace must have 1 to {TraceKeys.KeyLength} characters.");

    private static string? Preview(MlflowObject info, string field) => info.Optional(field) is { } text ? TraceText.Preview(text, PreviewLength) : null;

    private static RunTag[] Map(MlflowObject info, string field, int length)
    {
        if (MlflowRequest.Value(info.Element, field) is not { ValueKind: JsonValueKind.Object } map) return [];
        return [.. map.EnumerateObject().Select(p => Tag(TraceText.Clean(p.Name), MlflowRequest.TextOf(p.Value, field + ".value", new FieldPlace(info, field)), length))];
    }
}
