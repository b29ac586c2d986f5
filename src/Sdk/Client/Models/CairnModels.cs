using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Cairn.Client;

/// <summary>Registered models, their versions and aliases. Calls are tried again after <see cref="CairnClientOptions.Retry"/>; all of them may be.</summary>
public sealed class CairnModels
{
    private const string Root = "api/2.0/mlflow/";

    private readonly CairnClient _client;
    private readonly Retrier _retrier;

    internal CairnModels(CairnClient client, Retrier retrier) => (_client, _retrier) = (client, retrier);

    /// <summary>Makes a model, or answers the one that has the name.</summary>
    /// <param name="name">Without <c>/</c> and <c>:</c>.</param>
    /// <exception cref="CairnApiException">The server refused.</exception>
    /// <exception cref="CairnUnreachableException">No answer came.</exception>
    public async Task<RegisteredModel> EnsureAsync(string name, string? description = null, CancellationToken cancel = default)
    {
        var body = new JsonObject { ["name"] = name, ["description"] = description ?? "" };
        try
        {
            return ModelMessages.Model((await PostAsync("registered-models/create", body, cancel))!["registered_model"]);
        }
        catch (CairnApiException fault) when (fault.ErrorCode == "RESOURCE_ALREADY_EXISTS")
        {
            return await GetAsync(name, cancel);
        }
    }

    /// <exception cref="CairnApiException">404: it is not there.</exception>
    /// <inheritdoc cref="EnsureAsync" path="/exception[2]"/>
    public async Task<RegisteredModel> GetAsync(string name, CancellationToken cancel = default) =>
        ModelMessages.Model((await ReadAsync("registered-models/get", ("name", name), cancel))!["registered_model"]);

    /// <summary>Makes a version of what a run uploaded. The model is made when it is not there. The same content of the same run again is the same version.</summary>
    /// <param name="runId">The run's id, <see cref="CairnRun.Id"/>.</param>
    /// <param name="path">The folder, or the file, among the run's artifacts.</param>
    /// <inheritdoc cref="EnsureAsync" path="/exception"/>
    public async Task<ModelVersion> RegisterAsync(string model, string runId, string path, string? description = null, CancellationToken cancel = default)
    {
        await EnsureAsync(model, cancel: cancel);
        var body = new JsonObject { ["name"] = model, ["source"] = $"runs:/{runId}/{RunKeys.Path(path)}", ["run_id"] = runId, ["description"] = description ?? "" };
        return ModelMessages.Version((await PostAsync("model-versions/create", body, cancel))!["model_version"]);
    }

    /// <exception cref="CairnApiException">404: it is not there.</exception>
    /// <inheritdoc cref="EnsureAsync" path="/exception[2]"/>
    public async Task<ModelVersion> GetVersionAsync(string model, long number, CancellationToken cancel = default) =>
        ModelMessages.Version((await ReadAsync($"model-versions/get?version={number}", ("name", model), cancel))!["model_version"]);

    /// <summary>The version that an alias names; <c>latest</c> is the newest.</summary>
    /// <exception cref="CairnApiException">400: the model has no such alias.</exception>
    /// <inheritdoc cref="EnsureAsync" path="/exception[2]"/>
    public async Task<ModelVersion> GetByAliasAsync(string model, string alias, CancellationToken cancel = default) =>
        ModelMessages.Version((await ReadAsync("registered-models/alias?alias=" + Uri.EscapeDataString(alias), ("name", model), cancel))!["model_version"]);

    /// <summary>All versions, newest first, page by page as they are read.</summary>
    /// <inheritdoc cref="EnsureAsync" path="/exception"/>
    public async IAsyncEnumerable<ModelVersion> ListVersionsAsync(string model, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var query = "model-versions/search?max_results=200&order_by=" + Uri.EscapeDataString("version_number DESC");
        string? token = null;
        do
        {
            var page = await ReadAsync(query + (token is null ? "" : "&page_token=" + Uri.EscapeDataString(token)), ("filter", $"name = '{model.Replace("'", "''", StringComparison.Ordinal)}'"), cancel);
            foreach (var version in page?["model_versions"] as JsonArray ?? [])
            {
                yield return ModelMessages.Version(version);
            }
            token = (string?)page?["next_page_token"];
        }
        while (token is { Length: > 0 });
    }

    /// <summary>Lets an alias name a version; it leaves the one that it named before.</summary>
    /// <param name="alias">Letters, digits, <c>_</c> and <c>-</c>; neither <c>latest</c> nor <c>v1</c> and its like.</param>
    /// <inheritdoc cref="EnsureAsync" path="/exception"/>
    public Task SetAliasAsync(string model, string alias, long number, CancellationToken cancel = default) =>
        PostAsync("registered-models/alias", new JsonObject { ["name"] = model, ["alias"] = alias, ["version"] = $"{number}" }, cancel);

    /// <summary>Takes an alias away, if it is there.</summary>
    /// <inheritdoc cref="EnsureAsync" path="/exception"/>
    public Task DeleteAliasAsync(string model, string alias, CancellationToken cancel = default) =>
        SendAsync(HttpMethod.Delete, "registered-models/alias", new JsonObject { ["name"] = model, ["alias"] = alias }, cancel);

    /// <summary>Sets a tag of a version.</summary>
    /// <inheritdoc cref="EnsureAsync" path="/exception"/>
    public Task SetTagAsync(string model, long number, string key, string value, CancellationToken cancel = default) =>
        PostAsync("model-versions/set-tag", new JsonObject { ["name"] = model, ["version"] = $"{number}", ["key"] = RunKeys.Checked(key), ["value"] = value }, cancel);

    /// <summary>Copies a file of a version as it comes.</summary>
    /// <param name="path">From the top of the folder that was registered, e.g. <c>model.onnx</c>.</param>
    /// <inheritdoc cref="EnsureAsync" path="/exception"/>
    public Task DownloadAsync(string model, long number, string path, Stream target, CancellationToken cancel = default) =>
        _client.CopyAsync($"model-versions/get-artifact?name={Uri.EscapeDataString(model)}&version={number}&path={Uri.EscapeDataString(path)}", target, cancel);

    private Task<JsonNode?> ReadAsync(string path, (string Key, string Value) ask, CancellationToken cancel) =>
        _retrier.RunAsync(() => _client.GetAsync(CairnClient.WithQuery(Root + path, $"{ask.Key}={Uri.EscapeDataString(ask.Value)}"), cancel), cancel);

    private Task<JsonNode?> PostAsync(string path, JsonObject body, CancellationToken cancel) => SendAsync(HttpMethod.Post, path, body, cancel);

    private Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject body, CancellationToken cancel)
    {
        var text = body.ToJsonString();
        return _retrier.RunAsync(() => _client.SendAsync(method, Root + path, new StringContent(text, System.Text.Encoding.UTF8, "application/json"), cancel), cancel);
    }
}
