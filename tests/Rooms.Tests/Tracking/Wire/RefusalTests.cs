using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Rooms.Tests.Data;

namespace Cairn.Rooms.Tests.Tracking.Wire;

/// <summary>Every route of MLflow's, asked for what cannot be: whatever is refused is refused in its words, and nothing breaks.</summary>
public sealed class RefusalTests(RefusalTests.Shared shared) : IClassFixture<RefusalTests.Shared>
{
    private const string Nobody = "00000000000000000000000000009999";

    private static readonly string[] Routes = [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "reference", "routes.txt")).Where(r => r.Contains("api/2.0/mlflow", StringComparison.Ordinal) || r.Contains("api/3.0/mlflow", StringComparison.Ordinal))];

    // What the calls ask for, by the names that they have for it.
    private static readonly string[] Texts =
    [
        "run_id", "run_uuid", "experiment_id", "name", "experiment_name", "new_name", "key", "value", "version", "alias", "stage", "path", "filter", "filter_string", "status", "metric_key", "metric_name", "view_type", "page_token", "model_id", "source_run_id", "trace_id", "request_id", "dataset_id", "source", "url", "assessment_name", "model_json",
    ];

    private static readonly string[] Lists =
    [
        "experiment_ids", "run_ids", "trace_ids", "request_ids", "metrics", "params", "tags", "datasets", "models", "order_by", "events", "locations", "dataset_record_ids", "records", "aggregations", "dimensions", "filters", "metric_keys", "prompt_versions", "updates",
    ];

    public static MatrixTheoryData<string, string> Cases { get; } = new([TestEngines.Sqlite, TestEngines.Postgres], ["no body", "nothing", "wrong kinds", "lists of wrong kinds", "unknown", "no JSON"]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_refused_is_refused_in_words_of_MLflow(string engine, string form)
    {
        TestWorld world = await shared.WorldAsync(engine);
        var faults = new List<string>();
        int refused = 0;
        foreach (string route in Routes)
        {
            using HttpRequestMessage request = Request(route, form);
            using HttpResponseMessage answer = await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
            int status = (int)answer.StatusCode;
            if (status < 400) continue;
            refused++;
            string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (status >= 500 || Code(text) is not { Length: > 0 }) faults.Add($"{route}: {status} {text[..Math.Min(text.Length, 300)]}");
        }
        faults.ShouldBeEmpty(string.Join('\n', faults));
        refused.ShouldBeGreaterThan(Routes.Length / 3);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task A_list_of_models_that_somebody_wrote_by_hand_is_said_to_be_none(string tag)
    {
        TestWorld world = await shared.WorldAsync(TestEngines.Sqlite);
        string run = await world.CreateRunAsync(tags: new JsonArray(new JsonObject { ["key"] = "mlflow.log-model.history", ["value"] = tag }).ToJsonString());
        var model = new JsonObject { ["artifact_path"] = "m", ["flavors"] = new JsonObject(), ["utc_time_created"] = "now", ["run_id"] = run };
        (await world.RefusedAsync("runs/log-model", new JsonObject { ["run_id"] = run, ["model_json"] = model.ToJsonString() }.ToJsonString(), "INVALID_PARAMETER_VALUE")).ShouldContain("mlflow.log-model.history");
    }

    private static HttpRequestMessage Request(string route, string form)
    {
        (string method, string path) = (route.Split(' ')[0], route.Split(' ')[1]);
        path = string.Join('/', path.Split('/').Select(p => p.Contains(":int", StringComparison.Ordinal) ? "1" : p.StartsWith("{**", StringComparison.Ordinal) ? $"0/{Nobody}/artifacts/x" : p.StartsWith('{') ? Nobody : p));
        string? body = Body(form);
        var request = new HttpRequestMessage(new HttpMethod(method), method is "GET" ? path + Query(form) : path);
        if (method is not "GET" && body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return request;
    }

    private static string? Body(string form) => form switch
    {
        "no body" => null,
        "nothing" => "{}",
        "wrong kinds" => Object(_ => new JsonObject { ["a"] = 1 }, _ => "text"),
        "lists of wrong kinds" => Object(_ => "x", _ => new JsonArray(7, null, "x", new JsonArray())),
        "unknown" => Object(t => t == "experiment_id" ? "999999" : Nobody, _ => new JsonArray(Nobody)),
        _ => "{\"run_id\": \"",
    };

    private static string Object(Func<string, JsonNode> text, Func<string, JsonNode> list)
        => new JsonObject([.. Texts.Select(t => KeyValuePair.Create(t, (JsonNode?)text(t))), .. Lists.Select(l => KeyValuePair.Create(l, (JsonNode?)list(l))), KeyValuePair.Create("max_results", (JsonNode?)"many")]).ToJsonString();

    private static string Query(string form) => form switch
    {
        "no body" => "",
        "nothing" => "?",
        "wrong kinds" => "?max_results=many&page_token=%00&run_id=%ff&experiment_id=x&name=&version=x&path=..%2f..",
        "lists of wrong kinds" => "?run_id=a&run_id=b&experiment_ids=,&run_ids=,&trace_ids=,&max_results=-1&start_step=x&end_step=y",
        "unknown" => "?" + string.Join('&', Texts.Concat(Lists).Select(t => $"{t}={(t is "experiment_id" or "experiment_ids" ? "999999" : Nobody)}")),
        _ => "?filter=((&filter_string=((&order_by=((&page_token=((&run_id=%",
    };

    private static string? Code(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject said ? (string?)said["error_code"] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public sealed class Shared : IAsyncDisposable
    {
        private readonly Dictionary<string, TestWorld> _worlds = new(StringComparer.Ordinal);

        /// <summary>One world an engine.</summary>
        public async Task<TestWorld> WorldAsync(string engine) => _worlds.TryGetValue(engine, out TestWorld? known) ? known : _worlds[engine] = await TrackingWorld.StartAsync(engine);

        public async ValueTask DisposeAsync()
        {
            foreach (TestWorld world in _worlds.Values) await world.DisposeAsync();
        }
    }
}
