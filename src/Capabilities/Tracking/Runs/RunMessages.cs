using System.Text.Json.Nodes;

namespace Cairn.Tracking.Runs;

/// <summary>Parts of runs as MLflow's messages; whole ones are written by <see cref="RunWriter"/>.</summary>
internal static class RunMessages
{
    public static JsonObject Info(RunRow run)
    {
        var info = new JsonObject
        {
            ["run_uuid"] = run.Id,
            ["experiment_id"] = run.Experiment.ToString(),
            ["run_name"] = run.Name,
            ["user_id"] = run.UserId,
            ["status"] = run.Status,
            ["start_time"] = run.StartTime,
            ["artifact_uri"] = run.ArtifactUri,
            ["lifecycle_stage"] = run.Stage,
            ["run_id"] = run.Id,
        };
        if (run.EndTime is { } end) info["end_time"] = end;
        return info;
    }

    public static JsonObject Metric(string key, double value, long timestamp, long step)
        => new() { ["key"] = key, ["value"] = Messages.Number(value), ["timestamp"] = timestamp, ["step"] = step };

    public static JsonObject Input(InputRow input)
    {
        var dataset = new JsonObject { ["name"] = input.Name, ["digest"] = input.Digest, ["source_type"] = input.SourceType, ["source"] = input.Source };
        dataset.AddText("schema", input.SchemaJson);
        dataset.AddText("profile", input.Profile);
        var message = new JsonObject { ["dataset"] = dataset };
        message.AddList("tags", JsonNode.Parse(input.Tags)!.AsArray().Select(t => Messages.KeyValue((string)t!["Key"]!, (string)t["Value"]!)));
        return message;
    }
}
