using System.Text.Json.Nodes;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.LoggedModels;

/// <summary>Logged models as MLflow's messages.</summary>
internal sealed class LoggedModelMessages(LoggedModelStore store)
{
    public JsonObject One(SqlSession s, LoggedModelRow model) => new() { ["model"] = Many(s, [model])[0] };

    public IReadOnlyList<JsonObject> Many(SqlSession s, IReadOnlyList<LoggedModelRow> models)
    {
        string[][] chunks = [.. models.Select(m => m.Id).Chunk(500)];
        var values = chunks.SelectMany(c => store.Values(s, c)).ToLookup(v => (v.Model, v.Kind));
        var metrics = chunks.SelectMany(c => store.Metrics(s, c)).ToLookup(m => m.Model, StringComparer.Ordinal);
        return [.. models.Select(m => Model(m, values[(m.Id, LoggedModelStore.Tags)], values[(m.Id, LoggedModelStore.Params)], metrics[m.Id]))];
    }

    private static JsonObject Model(LoggedModelRow model, IEnumerable<ModelValueRow> tags, IEnumerable<ModelValueRow> parameters, IEnumerable<ModelMetricRow> metrics)
    {
        var info = new JsonObject
        {
            ["model_id"] = model.Id,
            ["experiment_id"] = model.Experiment.ToString(),
            ["name"] = model.Name,
            ["creation_timestamp_ms"] = model.CreatedAt,
            ["last_updated_timestamp_ms"] = model.UpdatedAt,
            ["artifact_uri"] = model.ArtifactUri,
            ["status"] = model.Status,
            ["model_type"] = model.ModelType ?? "",
            ["source_run_id"] = model.SourceRunId ?? "",
        };
        info.AddList("tags", tags.Select(t => Messages.KeyValue(t.Key, t.Value)));
        var data = new JsonObject();
        data.AddList("params", parameters.Select(p => Messages.KeyValue(p.Key, p.Value)));
        data.AddList("metrics", metrics.Select(Metric));
        return new JsonObject { ["info"] = info, ["data"] = data };
    }

    private static JsonObject Metric(ModelMetricRow metric)
    {
        JsonObject message = Runs.RunMessages.Metric(metric.Key, metric.Number, metric.Timestamp, metric.Step);
        if (metric.DatasetName.Length > 0) (message["dataset_name"], message["dataset_digest"]) = (metric.DatasetName, metric.DatasetDigest);
        (message["model_id"], message["run_id"]) = (metric.Model, metric.RunId);
        return message;
    }
}
