using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>A tracking server, asked as its own clients ask it.</summary>
/// <param name="simulated">Whether what comes from a simulated world may come in: into another such world only.</param>
internal sealed class MlflowHttpSource(Uri server, bool simulated) : IMlflowSource
{
    private const int PageSize = 1000, PointsPerPage = 25_000, ModelsPerPage = 50;
    private const string Prompts = "tags.`mlflow.prompt.is_prompt` = 'true'";
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });

    public async IAsyncEnumerable<ImportedExperiment> ExperimentsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var body = new JsonObject { ["max_results"] = PageSize, ["view_type"] = "ALL", ["order_by"] = new JsonArray("creation_time ASC") };
        await foreach (JsonObject e in PagesAsync("experiments/search", body, "experiments", cancellation))
            yield return new ImportedExperiment(Text(e, "experiment_id"), Text(e, "name"), Text(e, "lifecycle_stage"), Long(e, "creation_time") ?? 0, Long(e, "last_update_time") ?? 0, Tags(e, "tags"));
    }

    public async IAsyncEnumerable<string> RunsAsync(string experiment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var body = new JsonObject { ["experiment_ids"] = new JsonArray(experiment), ["max_results"] = PageSize, ["run_view_type"] = "ALL" };
        await foreach (JsonObject run in PagesAsync("runs/search", body, "runs", cancellation)) yield return Text(run["info"]!.AsObject(), "run_id");
    }

    public async Task<ImportedRun> RunAsync(string id, CancellationToken cancellation)
    {
        JsonObject run = (await GetAsync($"runs/get?run_id={Uri.EscapeDataString(id)}", cancellation))["run"]!.AsObject(), info = run["info"]!.AsObject(), data = run["data"]?.AsObject() ?? [];
        var points = new List<RunMetric>();
        foreach (JsonObject latest in Items(data, "metrics")) await PointsAsync(id, Text(latest, "key"), points, cancellation);
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

    public async IAsyncEnumerable<ImportedModel> LoggedModelsAsync(string experiment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var body = new JsonObject { ["experiment_ids"] = new JsonArray(experiment), ["max_results"] = ModelsPerPage };
        await foreach (JsonObject model in PagesAsync("logged-models/search", body, "models", cancellation, absent: true))
        {
            JsonObject info = model["info"]!.AsObject(), data = model["data"] as JsonObject ?? [];
            yield return new ImportedModel(Text(info, "model_id"), Text(info, "name"), Optional(info, "model_type"), Optional(info, "source_run_id"), Optional(info, "status") ?? "LOGGED_MODEL_READY",
                Optional(info, "artifact_uri") ?? "", Long(info, "creation_timestamp_ms") ?? 0, Long(info, "last_updated_timestamp_ms") ?? 0, Tags(data, "params"), Tags(info, "tags"));
        }
    }

    public async IAsyncEnumerable<SourceModel> RegisteredAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (string filter in (string[])["", Prompts])
        {
            ILookup<string, JsonObject> versions = (await ListAsync("model-versions/search", filter, "model_versions", 10_000, cancellation)).ToLookup(v => Text(v, "name"), StringComparer.Ordinal);
            foreach (JsonObject found in await ListAsync("registered-models/search", filter, "registered_models", PageSize, cancellation))
            {
                JsonObject model = (await GetAsync($"registered-models/get?name={Uri.EscapeDataString(Text(found, "name"))}", cancellation))["registered_model"]!.AsObject();
                yield return new SourceModel(Text(model, "name"), Optional(model, "description"), Tags(model, "tags"),
                    [.. Items(model, "aliases").Select(a => (Text(a, "alias"), Long(a, "version") ?? 0))], [.. versions[Text(model, "name")].Select(Version).OrderBy(v => v.Number)]);
            }
        }
    }

    public async Task<IReadOnlyList<SourceFile>?> FilesAsync(SourceOwner owner, CancellationToken cancellation)
    {
        var files = new List<SourceFile>();
        await WalkAsync(owner, "", files, cancellation);
        return files;
    }

    public void Dispose() => _http.Dispose();

    private async Task WalkAsync(SourceOwner owner, string directory, List<SourceFile> files, CancellationToken cancellation)
    {
        string id = Uri.EscapeDataString(owner.Id), at = Uri.EscapeDataString(directory);
        JsonObject listing = await GetAsync(owner.IsRun ? $"artifacts/list?run_id={id}&path={at}" : $"logged-models/{id}/artifacts/directories?artifact_directory_path={at}", cancellation);
        foreach (JsonObject file in Items(listing, "files"))
        {
            string path = Text(file, "path");
            if (file["is_dir"]?.GetValue<bool>() == true) await WalkAsync(owner, path, files, cancellation);
            else files.Add(new SourceFile(path, c => OpenAsync(owner, path, c)));
        }
    }

    private async Task<Stream> OpenAsync(SourceOwner owner, string path, CancellationToken cancellation)
    {
        string id = Uri.EscapeDataString(owner.Id), at = Uri.EscapeDataString(path);
        HttpResponseMessage answer = await SendAsync(HttpMethod.Get, owner.IsRun ? $"get-artifact?run_id={id}&path={at}" : $"ajax-api/2.0/mlflow/logged-models/{id}/artifacts/files?artifact_file_path={at}", null, cancellation);
        if (!answer.IsSuccessStatusCode) throw new IOException($"The source answered {(int)answer.StatusCode} for a file of '{owner.Id}'.");
        return await answer.Content.ReadAsStreamAsync(cancellation);
    }

    private async Task PointsAsync(string run, string key, List<RunMetric> points, CancellationToken cancellation)
    {
        string? token = null;
        do
        {
            JsonObject page = await GetAsync($"metrics/get-history?run_id={Uri.EscapeDataString(run)}&metric_key={Uri.EscapeDataString(key)}&max_results={PointsPerPage}{(token is null ? "" : "&page_token=" + Uri.EscapeDataString(token))}", cancellation);
            points.AddRange(Items(page, "metrics").Select(m => new RunMetric(key, Number(m["value"]), Long(m, "timestamp") ?? 0, Long(m, "step") ?? 0)));
            token = Optional(page, "next_page_token");
        }
        while (!string.IsNullOrEmpty(token));
    }

    private async IAsyncEnumerable<JsonObject> PagesAsync(string path, JsonObject body, string items, [EnumeratorCancellation] CancellationToken cancellation, bool absent = false)
    {
        do
        {
            if (await AskAsync(HttpMethod.Post, path, body, absent, cancellation) is not { } page) yield break;
            foreach (JsonObject item in Items(page, items)) yield return item;
            body["page_token"] = Optional(page, "next_page_token");
        }
        while (!string.IsNullOrEmpty((string?)body["page_token"]));
    }

    private async Task<List<JsonObject>> ListAsync(string path, string filter, string items, int size, CancellationToken cancellation)
    {
        var all = new List<JsonObject>();
        string? token = null;
        do
        {
            JsonObject page = await GetAsync($"{path}?max_results={size}{(filter.Length == 0 ? "" : "&filter=" + Uri.EscapeDataString(filter))}{(string.IsNullOrEmpty(token) ? "" : "&page_token=" + Uri.EscapeDataString(token))}", cancellation);
            all.AddRange(Items(page, items));
            token = Optional(page, "next_page_token");
        }
        while (!string.IsNullOrEmpty(token));
        return all;
    }

    private async Task<JsonObject> GetAsync(string path, CancellationToken cancellation) => (await AskAsync(HttpMethod.Get, path, null, false, cancellation))!;

    /// <summary>Null when the call does not exist there and may not.</summary>
    private async Task<JsonObject?> AskAsync(HttpMethod method, string path, JsonObject? body, bool absent, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await SendAsync(method, "api/2.0/mlflow/" + path, body, cancellation);
        if (absent && answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed) return null;
        string text = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode) throw new IOException($"The source answered {(int)answer.StatusCode} to {path.Split('?')[0]}.");
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new IOException($"The source's answer to {path.Split('?')[0]} is no object.");
        }
        catch (System.Text.Json.JsonException cause)
        {
            throw new IOException($"The source's answer to {path.Split('?')[0]} is not JSON; is it an MLflow server?", cause);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(server, path));
        if (server.UserInfo.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(server.UserInfo))));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        HttpResponseMessage answer = await _http.SendAsync(request, cancellation);
        if (simulated || !answer.Headers.Contains(WorldMark.Header)) return answer;
        answer.Dispose();
        throw new IOException("The source is a simulated world; this ledger records the real one and takes nothing from there.");
    }

    private static SourceVersion Version(JsonObject v) => new(Long(v, "version") ?? 0, Optional(v, "source"), Optional(v, "run_id") is { Length: > 0 } run ? run : null, Optional(v, "model_id"),
        Optional(v, "current_stage") ?? "None", Optional(v, "description"), Optional(v, "user_id"), Optional(v, "run_link"), Long(v, "creation_timestamp") ?? 0, Long(v, "last_updated_timestamp") ?? 0, Tags(v, "tags"));

    private static ImportedInput Input(JsonObject input)
    {
        JsonObject d = input["dataset"]!.AsObject();
        return new ImportedInput(Text(d, "name"), Text(d, "digest"), Optional(d, "source_type") ?? "", Optional(d, "source") ?? "", Optional(d, "schema"), Optional(d, "profile"), Tags(input, "tags"));
    }

    private static double Number(JsonNode? value) => value?.GetValueKind() == System.Text.Json.JsonValueKind.String
        ? (string)value! switch { "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => double.NaN }
        : value?.GetValue<double>() ?? double.NaN;

    private static IEnumerable<JsonObject> Items(JsonObject? from, string field) => (from?[field] as JsonArray ?? []).OfType<JsonObject>();

    private static RunTag[] Tags(JsonObject from, string field) => [.. Items(from, field).Select(t => new RunTag(Text(t, "key"), Optional(t, "value") ?? ""))];

    private static string Text(JsonObject from, string field) => Optional(from, field) ?? throw new IOException($"The source's answer has no '{field}'.");

    private static string? Optional(JsonObject from, string field) => from[field] is JsonValue value ? value.ToString() : null;

    private static long? Long(JsonObject from, string field) => from[field] is JsonValue value && long.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
}
