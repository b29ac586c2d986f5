using System.Text.Json.Nodes;

namespace Cairn.Registry.Imports;

/// <summary>An assessment as the database of a tracking server has it.</summary>
internal sealed record AssessmentLine
{
    public string AssessmentId { get; init; } = "";
    public string TraceId { get; init; } = "";
    public string Name { get; init; } = "";
    public string AssessmentType { get; init; } = "";
    public string Value { get; init; } = "null";
    public string? Error { get; init; }
    public long CreatedTimestamp { get; init; }
    public long LastUpdatedTimestamp { get; init; }
    public string SourceType { get; init; } = "";
    public string? SourceId { get; init; }
    public string? SpanId { get; init; }
    public string? Rationale { get; init; }
    public string? Overrides { get; init; }
    public bool Valid { get; init; }
    public string? AssessmentMetadata { get; init; }

    /// <summary>As the server tells it.</summary>
    public JsonObject Message()
    {
        var message = new JsonObject
        {
            ["assessment_id"] = AssessmentId,
            ["assessment_name"] = Name,
            ["trace_id"] = TraceId,
            ["source"] = new JsonObject { ["source_type"] = SourceType, ["source_id"] = SourceId ?? "default" },
            ["create_time"] = OlderTrace.Instant(CreatedTimestamp),
            ["last_update_time"] = OlderTrace.Instant(LastUpdatedTimestamp),
            ["valid"] = Valid,
        };
        var value = new JsonObject { ["value"] = MlflowTraceTablesStore.Parsed(Value) };
        if (Error is not null) value["error"] = MlflowTraceTablesStore.Parsed(Error);
        message[AssessmentType] = value;
        foreach ((string field, string? text) in ((string, string?)[])[("span_id", SpanId), ("rationale", Rationale), ("overrides", Overrides)])
            if (text is not null) message[field] = text;
        if (AssessmentMetadata is not null) message["metadata"] = MlflowTraceTablesStore.Parsed(AssessmentMetadata);
        return message;
    }
}
