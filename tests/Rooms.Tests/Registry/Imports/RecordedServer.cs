using System.Text.Json.Nodes;
using Cairn.Rooms.Tests.Tracking.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Cairn.Rooms.Tests.Registry.Imports;

/// <summary>
/// MLflow's own server as far as it was recorded: what it said last to a call about the same thing it says again. Lists hold what other recorded answers tell of; to what nobody
/// asked when it was recorded it answers as when there is nothing. An answer whose recording was cut is said where there is no whole one.
/// </summary>
internal sealed class RecordedServer : IAsyncDisposable
{
    // What of a query names the thing that is asked for.
    private static readonly string[] Names = ["run_id", "run_uuid", "name", "metric_key", "trace_id", "trace_ids", "experiment_id", "experiment_ids", "filter"];
    private readonly WebApplication _app;
    private readonly Exchange[] _all = [.. Exchange.All().Where(e => e.Status == 200 && e.Response is not null).OrderBy(e => e.Cut ? 0 : 1).ThenBy(e => e.Number)];

    private RecordedServer()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
    }

    public string Address => _app.Urls.First();

    /// <summary>Calls that were answered from the recording.</summary>
    public HashSet<string> Answered { get; } = new(StringComparer.Ordinal);

    public static async Task<RecordedServer> StartAsync()
    {
        var server = new RecordedServer();
        server._app.Urls.Add("http://127.0.0.1:0");
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Calls that are answered by a status alone.</summary>
    public Dictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path;
        if (Faults.TryGetValue(path[(path.LastIndexOf("mlflow/", StringComparison.Ordinal) + 7)..], out int fault))
        {
            context.Response.StatusCode = fault;
            return;
        }
        JsonNode? body = context.Request.ContentLength > 0 ? await JsonNode.ParseAsync(context.Request.Body) : null;
        JsonNode answer = path[(path.LastIndexOf("mlflow/", StringComparison.Ordinal) + 7)..] switch
        {
            "experiments/search" => Told("experiments", "experiment", "experiment_id"),
            "runs/search" => Runs((string)body!["experiment_ids"]![0]!),
            "model-versions/search" => Versions(context.Request),
            _ => Last(context.Request, path, body) ?? new JsonObject(),
        };
        await context.Response.WriteAsJsonAsync(answer);
    }

    private JsonNode? Last(HttpRequest request, string path, JsonNode? body)
    {
        Exchange? found = _all.LastOrDefault(e => e.Method == request.Method && e.Path.Split('?')[0] == path && Same(e, request, body));
        if (found is not null) lock (Answered) Answered.Add($"{request.Method} {string.Join('/', path.Split('/').Select(p => p.Length > 20 ? "*" : p))}");
        return found?.Response;
    }

    private static bool Same(Exchange exchange, HttpRequest request, JsonNode? body)
    {
        Dictionary<string, StringValues> asked = QueryHelpers.ParseQuery(exchange.Path.Contains('?') ? exchange.Path[exchange.Path.IndexOf('?')..] : "");
        // Clients name a run twice; a filter that was not asked for makes another list.
        if (Names.Any(n => (request.Query.ContainsKey(n) || n == "filter") && request.Query[n].ToString() != asked.GetValueOrDefault(n).ToString())) return false;
        return body?["locations"]?.ToJsonString() == exchange.Request?["locations"]?.ToJsonString() && body?["experiment_ids"]?.ToJsonString() == exchange.Request?["experiment_ids"]?.ToJsonString();
    }

    // The newest that was told of each.
    private JsonObject Told(string list, string one, string id)
    {
        var all = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (Exchange e in _all)
            if (!e.Cut && e.Response![one] is JsonObject found) all[(string)found[id]!] = found;
        return new JsonObject { [list] = new JsonArray([.. all.Values.Select(v => v.DeepClone())]) };
    }

    // Those that the list of models tells of.
    private JsonObject Versions(HttpRequest request)
    {
        JsonArray? models = Last(request, "/api/2.0/mlflow/registered-models/search", null)?["registered_models"] as JsonArray;
        return new JsonObject { ["model_versions"] = new JsonArray([.. (models ?? []).SelectMany(m => m!["latest_versions"] as JsonArray ?? []).Select(v => v!.DeepClone())]) };
    }

    private JsonObject Runs(string experiment)
    {
        var all = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (Exchange e in _all.Where(e => !e.Cut && e.Call == "GET /api/2.0/mlflow/runs/get"))
            if (e.Response!["run"] is JsonObject run && (string)run["info"]!["experiment_id"]! == experiment) all[(string)run["info"]!["run_id"]!] = run;
        return new JsonObject { ["runs"] = new JsonArray([.. all.Values.Select(v => v.DeepClone())]) };
    }
}
