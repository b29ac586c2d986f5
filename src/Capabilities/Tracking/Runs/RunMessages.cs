using System.Text.Json.Nodes;
using Cairn.Tracking.LoggedModels;

namespace Cairn.Tracking.Runs;

/// <summary>Runs as MLflow's messages.</summary>
internal static class RunMessages
{
    public static JsonObject Run(RunRow run, RunContent content)
    {
        var data = new JsonObject();
        data.AddList("metrics", content.Metrics[run.Num].Select(m => Metric(m.Key, m.Number, m.Timestamp, m.Step)));
        data.AddList("params", content.Params[run.Num].Select(p => Messages.KeyValue(p.Key, p.Value)));
        data.AddList("tags", content.Tags[run.Num].Select(t => Messages.KeyValue(t.Key, t.Value)));
        var inputs = new JsonObject();
        inputs.AddList("dataset_inputs", content.Inputs[run.Num].Select(Input));
        return new JsonObject { ["info"] = Info(run), ["data"] = data, ["inputs"] = inputs };
    }

    /// <summary>With the logged models that the run read and made.</summary>
    public static JsonObject Whole(RunRow run, RunContent content, IReadOnlyList<ModelStep> inputs, IReadOnlyList<ModelStep> outputs)
    {
        JsonObject message = Run(run, content);
        message["inputs"]!.AsObject().AddList("model_inputs", inputs.Select(i => new JsonObject { ["model_id"] = i.Model }));
        var made = new JsonObject();
        made.AddList("model_outputs", outputs.Select(o => new JsonObject { ["model_id"] = o.Model, ["step"] = o.Step }));
        message["outputs"] = made;
        return message;
    }

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

    private static JsonObject Input(InputRow input)
    {
        var dataset = new JsonObject { ["name"] = input.Name, ["digest"] = input.Digest, ["source_type"] = input.SourceType, ["source"] = input.Source };
        dataset.AddText("schema", input.SchemaJson);
        dataset.AddText("profile", input.Profile);
        var message = new JsonObject { ["dataset"] = dataset };
        message.AddList("tags", JsonNode.Parse(input.Tags)!.AsArray().Select(t => Messages.KeyValue((string)t!["Key"]!, (string)t["Value"]!)));
        return message;
    }
}
