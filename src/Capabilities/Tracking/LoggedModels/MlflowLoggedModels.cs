using System.Buffers;
using System.Text.Json.Nodes;
using Cairn.Platform.Sql;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.LoggedModels;

/// <summary>MLflow's calls <c>logged-models/*</c> of an ordinary <c>log_model</c>, and the outputs of a run.</summary>
internal sealed class MlflowLoggedModels(IDatabase database, TrackingStores stores, LoggedModelMessages messages, RunService runs, TimeProvider time) : ILoggedModels
{
    private const string VersionsTag = "mlflow.modelVersions";
    private static readonly string[] Statuses = ["LOGGED_MODEL_STATUS_UNSPECIFIED", "LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"];

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/:.%\"'");

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/logged-models", CreateAsync);
        routes.Get("/logged-models/{model_id}", r => database.ReadAsync<JsonObject?>(s => messages.One(s, Existing(s, Id(r), r.Flag("allow_deleted"))), r.Context.RequestAborted));
        routes.Patch("/logged-models/{model_id}", FinishAsync);
        routes.Delete("/logged-models/{model_id}", r => ChangeAsync(r, (s, id) => stores.Models.Delete(s, id, Now)));
        routes.Patch("/logged-models/{model_id}/tags", r => ChangeAsync(r, (s, id) => stores.Models.SetValues(s, id, LoggedModelStore.Tags, Pairs(r, "tags"))));
        routes.Delete("/logged-models/{model_id}/tags/{tag_key}", r => ChangeAsync(r, (s, id) => DeleteTag(s, id, (string)r.Context.Request.RouteValues["tag_key"]!)));
        routes.Post("/logged-models/{model_id}/params", r => ChangeAsync(r, (s, id) => stores.Models.SetValues(s, id, LoggedModelStore.Params, Pairs(r, "params"))));
        routes.Post("/runs/outputs", OutputsAsync);
    }

    public Task<LoggedModelView?> FindAsync(string modelId, CancellationToken cancellation)
        => database.ReadAsync(s => stores.Models.Find(s, modelId) is { } m ? new LoggedModelView(m.Id, m.Name, m.ArtifactUri, m.Status, m.SourceRunId) : null, cancellation);

    public void NoteRegistration(SqlSession transaction, string modelId, string name, long version)
    {
        if (stores.Models.Find(transaction, modelId) is null) return;
        string? before = stores.Models.Value(transaction, modelId, LoggedModelStore.Tags, VersionsTag);
        stores.Models.SetValues(transaction, modelId, LoggedModelStore.Tags, [new RunTag(VersionsTag, ModelVersionsTag.With(before, name, version))]);
    }

    private static string Id(MlflowRequest r) => (string)r.Context.Request.RouteValues["model_id"]!;

    private LoggedModelRow Existing(SqlSession s, string id, bool deletedToo = false) => stores.Models.Required(s, id, deletedToo);

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
                Id = id,
                Experiment = experiment,
                Name = name,
                ModelType = r.Text("model_type"),
                SourceRunId = r.Text("source_run_id") is { Length: > 0 } run ? run : null,
                ArtifactUri = $"{home.ArtifactLocation}/models/{id}/artifacts",
                CreatedAt = Now,
                UpdatedAt = Now,
            };
            stores.Models.Insert(s, model);
            stores.Models.SetValues(s, id, LoggedModelStore.Params, parameters);
            stores.Models.SetValues(s, id, LoggedModelStore.Tags, tags);
            return messages.One(s, model);
        }, Lane.Tracking, r.Context.RequestAborted);
    }

    private Task<JsonObject?> FinishAsync(MlflowRequest r)
    {
        string said = r.Required("status");
        string status = int.TryParse(said, out int number) && number >= 0 && number < Statuses.Length ? Statuses[number] : Statuses.Contains(said) ? said : throw MlflowException.Invalid("Invalid model status.");
        return database.WriteAsync<JsonObject?>(s =>
        {
            stores.Models.SetStatus(s, Existing(s, Id(r)).Id, status, Now);
            return messages.One(s, Existing(s, Id(r)));
        }, Lane.Tracking, r.Context.RequestAborted);
    }

    private Task<JsonObject?> ChangeAsync(MlflowRequest r, Action<SqlSession, string> change) => database.WriteAsync<JsonObject?>(s =>
    {
        change(s, Existing(s, Id(r)).Id);
        return null;
    }, Lane.Tracking, r.Context.RequestAborted);

    private void DeleteTag(SqlSession s, string id, string key)
    {
        if (!stores.Models.DeleteValue(s, id, LoggedModelStore.Tags, key)) throw MlflowException.Missing($"No tag with key '{KeyRules.Cut(key, 250)}' found for model with ID '{id}'.");
    }

    private Task<JsonObject?> OutputsAsync(MlflowRequest r)
    {
        (string Model, long Step)[] outputs = [.. r.Objects("models").Select(m => (m.Text("model_id"), m.Long("step") ?? 0))];
        return database.WriteAsync<JsonObject?>(s =>
        {
            RunRow run = runs.Writable(s, r.RunId());
            foreach ((string model, long step) in outputs) stores.Models.AddOutput(s, run.Num, Existing(s, model).Id, step);
            return null;
        }, Lane.Tracking, r.Context.RequestAborted);
    }

    private static RunTag[] Pairs(MlflowRequest r, string field)
    {
        RunTag[] pairs = [.. r.Objects(field).Select(t => new RunTag(t.Text("key"), t.TextOr("value", "")))];
        foreach (RunTag pair in pairs) KeyRules.Key(field == "tags" ? "tag" : "parameter", pair.Key);
        return pairs;
    }
}
