using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Tracking.LoggedModels;

namespace Cairn.Tracking.Runs;

/// <summary>MLflow's calls that add something to a run.</summary>
internal sealed class MlflowLogging(RunService service, RunLogs logs)
{
    private const int MostMetrics = 1000, MostParams = 100, MostTags = 100, MostTogether = 1000;
    private const string ModelHistory = "mlflow.log-model.history";

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/runs/log-metric", r => LogAsync(r, r.RunId(), Metrics([r.Whole()])));
        routes.Post("/runs/log-parameter", r => LogAsync(r, r.RunId(), new RunLog([new RunParam(r.Required("key"), r.Text("value") ?? "")], [], [])));
        routes.Post("/runs/set-tag", r => LogAsync(r, r.RunId(), new RunLog([], [], [new RunTag(r.Required("key"), r.Text("value") ?? "")])));
        routes.Post("/runs/log-batch", r => LogAsync(r, r.RunId(), Batch(r)));
        routes.Post("/runs/delete-tag", DeleteTagAsync);
        routes.Post("/runs/log-inputs", LogInputsAsync);
        routes.Post("/runs/log-model", LogModelAsync);
    }

    private async Task<JsonObject?> LogAsync(MlflowRequest r, string run, RunLog log)
    {
        await logs.AddAsync(run, log, r.Context.RequestAborted);
        return null;
    }

    private static RunLog Metrics(IReadOnlyList<MlflowObject> metrics)
    {
        RunMetric[] points = [.. metrics.Select(m => new RunMetric(m.Text("key"), m.Number("value"), m.RequiredLong("timestamp"), m.Long("step") ?? 0))];
        return new RunLog([], points, [])
        {
            Models = [.. metrics.Zip(points).Where(m => m.First.Optional("model_id") is { Length: > 0 }).Select(m => OfModel(m.First, m.Second))],
        };
    }

    private static ModelMetric OfModel(MlflowObject metric, RunMetric point)
        => new(metric.Text("model_id"), point, metric.TextOr("dataset_name", ""), metric.TextOr("dataset_digest", ""));

    private static RunLog Batch(MlflowRequest r)
    {
        IReadOnlyList<MlflowObject> metrics = r.Objects("metrics"), parameters = r.Objects("params"), tags = r.Objects("tags");
        Limit("metrics", metrics.Count, MostMetrics);
        Limit("params", parameters.Count, MostParams);
        Limit("tags", tags.Count, MostTags);
        Limit("metrics, params, and tags", metrics.Count + parameters.Count + tags.Count, MostTogether);
        return Metrics(metrics) with
        {
            Params = [.. parameters.Select(p => new RunParam(p.Text("key"), p.TextOr("value", "")))],
            Tags = [.. tags.Select(t => new RunTag(t.Text("key"), t.TextOr("value", "")))],
        };
    }

    private static void Limit(string what, int count, int most)
    {
        if (count > most) throw MlflowException.Invalid($"A batch logging request can contain at most {most} {what}. Got {count} {what}. Please split up {what} across multiple requests and try again.");
    }

    private async Task<JsonObject?> DeleteTagAsync(MlflowRequest r)
    {
        await service.DeleteTagAsync(r.RunId(), r.Required("key"), r.Context.RequestAborted);
        return null;
    }

    private async Task<JsonObject?> LogInputsAsync(MlflowRequest r)
    {
        string[] models = [.. r.Objects("models").Select(m => m.Text("model_id"))];
        await service.LogInputsAsync(r.RunId(), [.. r.Objects("datasets").Select(Input)], models, r.Context.RequestAborted);
        return null;
    }

    private static InputRow Input(MlflowObject input)
    {
        MlflowObject dataset = input.Object("dataset") ?? throw MlflowException.Required("datasets.dataset");
        RunTag[] tags = [.. input.Objects("tags").Select(t => new RunTag(t.Text("key"), t.TextOr("value", "")))];
        return new InputRow
        {
            Name = Short("name", dataset.Text("name"), 500),
            Digest = Short("digest", dataset.Text("digest"), 36),
            SourceType = dataset.Text("source_type"),
            Source = Short("source", dataset.Text("source"), 65_535),
            SchemaJson = dataset.Optional("schema"),
            Profile = dataset.Optional("profile"),
            Context = tags.FirstOrDefault(t => t.Key == "mlflow.data.context")?.Value ?? "",
            Tags = JsonSerializer.Serialize(tags),
        };
    }

    private static string Short(string field, string value, int most)
        => value.Length <= most ? value : throw MlflowException.Invalid($"Dataset {field} exceeds the maximum length of {most}");

    // The list of models of a run lives in one of its tags.
    private async Task<JsonObject?> LogModelAsync(MlflowRequest r)
    {
        JsonObject model = Model(r.Required("model_json"));
        foreach (string field in (string[])["artifact_path", "flavors", "utc_time_created", "run_id"])
            if (model[field] is null) throw MlflowException.Invalid($"Model json is missing mandatory field '{field}'.");
        await service.AmendTagAsync(r.RunId(), ModelHistory, before =>
        {
            JsonArray all = before is null ? [] : History(before);
            all.Add(model);
            return all.ToJsonString();
        }, r.Context.RequestAborted);
        return null;
    }

    // A client may have written this tag by hand.
    private static JsonArray History(string tag)
    {
        try
        {
            if (JsonNode.Parse(tag) is JsonArray list) return list;
        }
        catch (JsonException)
        {
            // Told below.
        }
        throw MlflowException.Invalid($"The tag '{ModelHistory}' of the run is no list in JSON; delete it first.");
    }

    private static JsonObject Model(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw MlflowException.Invalid("Malformed model info: 'model_json' must be a JSON object.");
        }
        catch (JsonException)
        {
            throw MlflowException.Invalid("Malformed model info: 'model_json' is not valid JSON.");
        }
    }
}
