using System.Buffers;
using System.Text.Json.Nodes;
using Cairn.Platform.Sql;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.LoggedModels;

/// <summary>MLflow's calls <c>logged-models/*</c> of an ordinary <c>log_model</c>, and the outputs of a run.</summary>
internal sealed class MlflowLoggedModels(IDatabase database, TrackingStores stores, LoggedModelStore store, RunService runs, TimeProvider time) : ILoggedModels
{
    private static readonly string[] Statuses = ["LOGGED_MODEL_STATUS_UNSPECIFIED", "LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"];

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/:.%\"'");

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/logged-models", CreateAsync);
        routes.Get("/logged-models/{model_id}", r => database.ReadAsync<JsonObject?>(s => One(s, Existing(s, Id(r))), r.Context.RequestAborted));
        routes.Patch("/logged-models/{model_id}", FinishAsync);
        routes.Delete("/logged-models/{model_id}", r => ChangeAsync(r, (s, id) => store.Delete(s, id, Now)));
        routes.Patch("/logged-models/{model_id}/tags", r => ChangeAsync(r, (s, id) => store.SetValues(s, id, LoggedModelStore.Tags, Pairs(r, "tags"))));
        routes.Delete("/logged-models/{model_id}/tags/{tag_key}", r => ChangeAsync(r, (s, id) => DeleteTag(s, id, (string)r.Context.Request.RouteValues["tag_key"]!)));
        routes.Post("/logged-models/{model_id}/params", r => ChangeAsync(r, (s, id) => store.SetValues(s, id, LoggedModelStore.Params, Pairs(r, "params"))));
        routes.Post("/runs/outputs", OutputsAsync);
    }

    public Task<LoggedModelView?> FindAsync(string modelId, CancellationToken cancellation)
        => database.ReadAsync(s => store.Find(s, modelId) is { } m ? new LoggedModelView(m.Id, m.Name, m.ArtifactUri, m.Status, m.SourceRunId) : null, cancellation);


    private static string Id(MlflowRequest r) => (string)r.Context.Request.RouteValues["model_id"]!;

    private LoggedModelRow Existing(SqlSession s, string id) => store.Find(s, id) ?? throw MlflowException.Missing($"Logged model with ID '{KeyRules.Cut(id, 100)}' not found.");

    private Task<JsonObject?> CreateAsync(MlflowRequest r)
    {
        long experiment = KeyRules.ExperimentId(r.Required("experiment_id"));
        string name = r.Text("name") is { Length: > 0 } given ? given : RunNames.New();
        if (name.AsSpan().ContainsAny(Forbidden)) throw MlflowException.Invalid("Invalid model name: it must not hold any of / : . % \" '.");
        RunTag[] parameters = Pairs(r, "params"), tags = Pairs(r, "tags");
        return database.WriteAsync<JsonObject?>(s =>
        {
            Experiment home = stores.Experiments.Find(s, experiment) ?? throw MlflowException.Missing($"No Experiment with id={experiment} exists");
            string id = "m-" + Guid.NewGuid().ToString("N");
            var model = new LoggedModelRow
            {
                Id = id, Experiment = experiment, Name = name, ModelType = r.Text("model_type"), SourceRunId = r.Text("source_run_id") is { Length: > 0 } run ? run : null,
                ArtifactUri = $"{home.ArtifactLocation}/models/{id}/artifacts", CreatedAt = Now, UpdatedAt = Now,
            };
            store.Insert(s, model);
            store.SetValues(s, id, LoggedModelStore.Params, parameters);
            store.SetValues(s, id, LoggedModelStore.Tags, tags);
            return One(s, model);
        }, Lane.Tracking, r.Context.RequestAborted);
    }

    private Task<JsonObject?> FinishAsync(MlflowRequest r)
    {
        string said = r.Required("status");
        string status = int.TryParse(said, out int number) && number >= 0 && number < Statuses.Length ? Statuses[number] : Statuses.Contains(said) ? said : throw MlflowException.Invalid("Invalid model status.");
        return database.WriteAsync<JsonObject?>(s =>
        {
            store.SetStatus(s, Existing(s, Id(r)).Id, status, Now);
            return One(s, Existing(s, Id(r)));
        }, Lane.Tracking, r.Context.RequestAborted);
    }

    private Task<JsonObject?> ChangeAsync(MlflowRequest r, Action<SqlSession, string> change) => database.WriteAsync<JsonObject?>(s =>
    {
        change(s, Existing(s, Id(r)).Id);
        return null;
    }, Lane.Tracking, r.Context.RequestAborted);

    private void DeleteTag(SqlSession s, string id, string key)
    {
        if (!store.DeleteValue(s, id, LoggedModelStore.Tags, key)) throw MlflowException.Missing($"No tag with key '{KeyRules.Cut(key, 250)}' found for model with ID '{id}'.");
    }

    private Task<JsonObject?> OutputsAsync(MlflowRequest r)
    {
        (string Model, long Step)[] outputs = [.. r.Objects("models").Select(m => (m.Text("model_id"), m.Long("step") ?? 0))];
        return database.WriteAsync<JsonObject?>(s =>
        {
            RunRow run = runs.Existing(s, r.RunId());
            foreach ((string model, long step) in outputs) store.AddOutput(s, run.Num, Existing(s, model).Id, step);
            return null;
        }, Lane.Tracking, r.Context.RequestAborted);
    }

    private static RunTag[] Pairs(MlflowRequest r, string field)
    {
        RunTag[] pairs = [.. r.Objects(field).Select(t => new RunTag(t.Text("key"), t.TextOr("value", "")))];
        foreach (RunTag pair in pairs) KeyRules.Key(field == "tags" ? "tag" : "parameter", pair.Key);
        return pairs;
    }

    private JsonObject One(SqlSession s, LoggedModelRow model)
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
        info.AddList("tags", store.Values(s, model.Id, LoggedModelStore.Tags).Select(t => Messages.KeyValue(t.Key, t.Value)));
        var data = new JsonObject();
        data.AddList("params", store.Values(s, model.Id, LoggedModelStore.Params).Select(p => Messages.KeyValue(p.Key, p.Value)));
        return new JsonObject { ["model"] = new JsonObject { ["info"] = info, ["data"] = data } };
    }
}
