using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Cairn.Tracking;
using static Cairn.Registry.Imports.MlflowJson;

namespace Cairn.Registry.Imports;

/// <summary>A tracking server, asked as its own clients ask it.</summary>
internal sealed class MlflowHttpSource(MlflowHttp http) : IMlflowSource
{
    private const string Api = "api/2.0/mlflow/", Prompts = "tags.`mlflow.prompt.is_prompt` = 'true'";
    private const int PageSize = 1000, RunsPerPage = 200, PointsPerPage = 10_000, ModelsPerPage = 50;

    public IMlflowTraces Traces { get; } = new MlflowHttpTraces(http);

    public async IAsyncEnumerable<SourceItem<ImportedExperiment>> ExperimentsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var body = new JsonObject { ["max_results"] = PageSize, ["view_type"] = "ALL", ["order_by"] = new JsonArray("creation_time ASC") };
        await foreach (JsonObject e in http.PagesAsync(HttpMethod.Post, Api + "experiments/search", body, "experiments", cancellation))
        {
            var experiment = new ImportedExperiment(Text(e, "experiment_id"), Text(e, "name"), Text(e, "lifecycle_stage"), Long(e, "creation_time") ?? 0, Long(e, "last_update_time") ?? 0, Tags(e, "tags"));
            yield return new SourceItem<ImportedExperiment>(experiment.Id, experiment);
        }
    }

    public async IAsyncEnumerable<SourceItem<ImportedRun>> RunsAsync(string experiment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var body = new JsonObject { ["experiment_ids"] = new JsonArray(experiment), ["max_results"] = RunsPerPage, ["run_view_type"] = "ALL" };
        await foreach (JsonObject run in http.PagesAsync(HttpMethod.Post, Api + "runs/search", body, "runs", cancellation))
        {
            string id = Text(Object(run, "info"), "run_id");
            yield return new SourceItem<ImportedRun>(id, c => RunAsync(id, c));
        }
    }

    private async Task<ImportedRun> RunAsync(string id, CancellationToken cancellation)
    {
        JsonObject run = Object(await http.GetAsync($"{Api}runs/get?run_id={Uri.EscapeDataString(id)}", cancellation), "run"), info = Object(run, "info"), data = run["data"] as JsonObject ?? [];
        var points = new ImportedPoints();
        try
        {
            foreach (JsonObject latest in Items(data, "metrics")) await PointsAsync(id, Text(latest, "key"), points, cancellation);
        }
        catch
        {
            points.Dispose();
            throw;
        }
        return new ImportedRun(id, Optional(info, "run_name") ?? "", Optional(info, "user_id") ?? "", Text(info, "status"), Text(info, "lifecycle_stage"), Long(info, "start_time") ?? 0, Long(info, "end_time"))
        {
            ArtifactUri = Optional(info, "artifact_uri") ?? "",
            Params = [.. Items(data, "params").Select(p => new RunParam(Text(p, "key"), Optional(p, "value") ?? ""))],
            Metrics = points,
            Tags = Tags(data, "tags"),
            Inputs = [.. Items(run["inputs"] as JsonObject, "dataset_inputs").Select(Input)],
            ModelInputs = [.. Items(run["inputs"] as JsonObject, "model_inputs").Select(m => Text(m, "model_id"))],
            ModelOutputs = [.. Items(run["outputs"] as JsonObject, "model_outputs").Select(m => (Text(m, "model_id"), Long(m, "step") ?? 0))],
        };
    }

    private async Task PointsAsync(string run, string key, ImportedPoints points, CancellationToken cancellation)
    {
        string history = $"{Api}metrics/get-history?run_id={Uri.EscapeDataString(run)}&metric_key={Uri.EscapeDataString(key)}&max_results={PointsPerPage}";
        await foreach (JsonObject point in http.PagesAsync(HttpMethod.Get, history, null, "metrics", cancellation)) points.Add(Point(point));
    }

    // Deleted ones are listed by no call.
    public async IAsyncEnumerable<SourceItem<ImportedModel>> LoggedModelsAsync(string experiment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var body = new JsonObject { ["experiment_ids"] = new JsonArray(experiment), ["max_results"] = ModelsPerPage };
        await foreach (JsonObject model in http.PagesAsync(HttpMethod.Post, Api + "logged-models/search", body, "models", cancellation, absent: true))
        {
            ImportedModel found = Model(model, deleted: false);
            yield return new SourceItem<ImportedModel>(found.Id, found);
        }
    }

    public async Task<ImportedModel?> LoggedModelAsync(string id, CancellationToken cancellation)
        => await http.AskAsync(HttpMethod.Get, $"{Api}logged-models/{Uri.EscapeDataString(id)}?allow_deleted=true", null, true, cancellation) is { } found ? Model(Object(found, "model"), deleted: true) : null;

    public async IAsyncEnumerable<SourceItem<SourceModel>> RegisteredAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (string filter in (string[])["", "&filter=" + Uri.EscapeDataString(Prompts)])
        {
            var versions = new Dictionary<string, List<SourceVersion>>(StringComparer.Ordinal);
            await foreach (JsonObject v in http.PagesAsync(HttpMethod.Get, $"{Api}model-versions/search?max_results=10000{filter}", null, "model_versions", cancellation))
            {
                if (!versions.TryGetValue(Text(v, "name"), out List<SourceVersion>? of)) versions[Text(v, "name")] = of = [];
                of.Add(Version(v));
            }
            await foreach (JsonObject found in http.PagesAsync(HttpMethod.Get, $"{Api}registered-models/search?max_results={PageSize}{filter}", null, "registered_models", cancellation))
            {
                string name = Text(found, "name");
                yield return new SourceItem<SourceModel>(name, c => RegisteredAsync(name, versions.GetValueOrDefault(name) ?? [], c));
            }
        }
    }

    private async Task<SourceModel> RegisteredAsync(string name, IEnumerable<SourceVersion> versions, CancellationToken cancellation)
    {
        JsonObject model = Object(await http.GetAsync($"{Api}registered-models/get?name={Uri.EscapeDataString(name)}", cancellation), "registered_model");
        return new SourceModel(name, Optional(model, "description"), Tags(model, "tags"), [.. Items(model, "aliases").Select(a => (Text(a, "alias"), Long(a, "version") ?? 0))],
            [.. versions.OrderBy(v => v.Number).Select(v => new SourceItem<SourceVersion?>(v.Number.ToString(), v))]);
    }

    public async IAsyncEnumerable<SourceWebhook> WebhooksAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (JsonObject w in http.PagesAsync(HttpMethod.Get, $"{Api}webhooks?max_results=100", null, "webhooks", cancellation, absent: true))
            yield return new SourceWebhook(Text(w, "webhook_id"), Text(w, "name"), Optional(w, "description"), Text(w, "url"), [.. Items(w, "events").Select(e => $"{Optional(e, "entity")}.{Optional(e, "action")}")],
                Long(w, "creation_timestamp") ?? 0, Long(w, "last_updated_timestamp") ?? 0);
    }

    // A server counts nothing.
    public Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyDictionary<string, long>>(MlflowImport.Count());

    public async Task<IReadOnlyList<SourceFile>?> FilesAsync(SourceOwner owner, CancellationToken cancellation)
    {
        var files = new List<SourceFile>();
        return await IsWalkedAsync(owner, "", files, cancellation) ? files : null;
    }

    public void Dispose() => http.Dispose();

    /// <returns>False when the folder is not told of.</returns>
    private async Task<bool> IsWalkedAsync(SourceOwner owner, string directory, List<SourceFile> files, CancellationToken cancellation)
    {
        string id = Uri.EscapeDataString(owner.Id), at = Uri.EscapeDataString(directory);
        string listing = owner.IsRun ? $"{Api}artifacts/list?run_id={id}&path={at}" : $"{Api}logged-models/{id}/artifacts/directories?artifact_directory_path={at}";
        // The files of a deleted model are shown by no call.
        JsonObject? first = null;
        if (!owner.IsRun && directory.Length == 0 && (first = await http.AskAsync(HttpMethod.Get, listing, null, true, cancellation)) is null) return false;
        await foreach (JsonObject file in http.PagesAsync(HttpMethod.Get, listing, null, "files", cancellation, first: first))
        {
            string path = Text(file, "path");
            // A folder that is not within this one would never end.
            if (path.Length == 0 || (directory.Length > 0 && !path.StartsWith(directory + "/", StringComparison.Ordinal))) throw new IOException($"The source lists a file of '{owner.Id}' that is not in its folder.");
            if (file["is_dir"] is JsonValue folder && folder.ToString() == "true") await IsWalkedAsync(owner, path, files, cancellation);
            else files.Add(new SourceFile(path, c => OpenAsync(owner, path, c)));
        }
        return true;
    }

    private async Task<Stream> OpenAsync(SourceOwner owner, string path, CancellationToken cancellation)
    {
        string id = Uri.EscapeDataString(owner.Id), at = Uri.EscapeDataString(path);
        return (await http.OpenAsync(owner.IsRun ? $"get-artifact?run_id={id}&path={at}" : $"ajax-api/2.0/mlflow/logged-models/{id}/artifacts/files?artifact_file_path={at}", false, cancellation))!;
    }

    private static ImportedModel Model(JsonObject model, bool deleted)
    {
        JsonObject info = Object(model, "info"), data = model["data"] as JsonObject ?? [];
        return new ImportedModel(Text(info, "model_id"), Text(info, "name"), Optional(info, "model_type"), Optional(info, "source_run_id"), Optional(info, "status") ?? "LOGGED_MODEL_READY",
            Optional(info, "artifact_uri") ?? "", Long(info, "creation_timestamp_ms") ?? 0, Long(info, "last_updated_timestamp_ms") ?? 0, Tags(data, "params"), Tags(info, "tags"))
        {
            Experiment = Text(info, "experiment_id"),
            Deleted = deleted,
            Metrics = [.. Items(data, "metrics").Select(m => new ImportedModelMetric(Optional(m, "run_id") ?? "", Point(m), Optional(m, "dataset_name") ?? "", Optional(m, "dataset_digest") ?? ""))],
        };
    }

    private static SourceVersion Version(JsonObject v) => new(Long(v, "version") ?? 0, Optional(v, "source"), Optional(v, "run_id") is { Length: > 0 } run ? run : null, Optional(v, "model_id"),
        Optional(v, "current_stage") ?? "None", Optional(v, "description"), Optional(v, "user_id"), Optional(v, "run_link"), Long(v, "creation_timestamp") ?? 0, Long(v, "last_updated_timestamp") ?? 0, Tags(v, "tags"));

    private static ImportedInput Input(JsonObject input)
    {
        JsonObject d = Object(input, "dataset");
        return new ImportedInput(Text(d, "name"), Text(d, "digest"), Optional(d, "source_type") ?? "", Optional(d, "source") ?? "", Optional(d, "schema"), Optional(d, "profile"), Tags(input, "tags"));
    }
}
