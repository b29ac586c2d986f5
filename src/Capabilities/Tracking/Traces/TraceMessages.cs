using System.Text.Json.Nodes;
using Cairn.Tracking.Traces.Assessments;

namespace Cairn.Tracking.Traces;

/// <summary>Traces as MLflow's messages: <c>TraceInfoV3</c> for 3.x clients, <c>TraceInfo</c> for 2.x.</summary>
internal static class TraceMessages
{
    public static JsonObject V3(TraceRow trace, TraceContent content)
    {
        var info = new JsonObject { ["trace_id"] = trace.Id };
        info.AddText("client_request_id", trace.ClientRequestId);
        info["trace_location"] = new JsonObject { ["type"] = "MLFLOW_EXPERIMENT", ["mlflow_experiment"] = new JsonObject { ["experiment_id"] = trace.Experiment.ToString() } };
        info["request_time"] = TraceTimes.Instant(trace.RequestTime);
        if (trace.Duration is { } duration) info["execution_duration"] = TraceTimes.Duration(Math.Max(0, duration));
        info["state"] = trace.State;
        AddMap(info, "trace_metadata", Of(content, trace, TraceKeys.Meta));
        info.AddList("assessments", content.Assessments[trace.Num].Select(AssessmentMessages.Of));
        AddMap(info, "tags", Of(content, trace, TraceKeys.Tag));
        info.AddText("request_preview", trace.RequestPreview);
        info.AddText("response_preview", trace.ResponsePreview);
        return info;
    }

    public static JsonObject V2(TraceRow trace, TraceContent content)
    {
        var info = new JsonObject
        {
            ["request_id"] = trace.Id,
            ["experiment_id"] = trace.Experiment.ToString(),
            ["timestamp_ms"] = trace.RequestTime,
            ["execution_time_ms"] = Math.Max(0, trace.Duration ?? 0),
            ["status"] = trace.State == "STATE_UNSPECIFIED" ? "TRACE_STATUS_UNSPECIFIED" : trace.State,
        };
        info.AddList("request_metadata", Of(content, trace, TraceKeys.Meta).Select(v => Messages.KeyValue(v.Key, v.Value)));
        info.AddList("tags", Of(content, trace, TraceKeys.Tag).Select(v => Messages.KeyValue(v.Key, v.Value)));
        return info;
    }

    private static IEnumerable<TraceValue> Of(TraceContent content, TraceRow trace, string kind) => content.Values[trace.Num].Where(v => v.Kind == kind);

    private static void AddMap(JsonObject message, string field, IEnumerable<TraceValue> values)
    {
        var map = new JsonObject();
        foreach (TraceValue value in values) map[value.Key] = value.Value;
        if (map.Count > 0) message[field] = map;
    }
}
