using System.Text.Json.Nodes;

namespace Cairn.Tracking.Traces.Assessments;

/// <summary>Assessments as MLflow's messages.</summary>
internal static class AssessmentMessages
{
    public static JsonObject Of(AssessmentRow row)
    {
        JsonObject message = JsonNode.Parse(row.Body)!.AsObject();
        message["valid"] = row.Valid;
        return message;
    }

    public static JsonObject One(AssessmentRow row) => new() { ["assessment"] = Of(row) };
}
