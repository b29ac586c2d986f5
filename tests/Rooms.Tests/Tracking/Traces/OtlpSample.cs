using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Tracking.Experiments;

namespace Cairn.Rooms.Tests.Tracking.Traces;

/// <summary>Spans as OTLP's JSON, sent as exporters send them.</summary>
internal static class OtlpSample
{
    public const string Header = "x-mlflow-experiment-id";

    /// <summary>The instant at which samples begin, in milliseconds.</summary>
    public const long Zero = 1_795_163_542_000;

    /// <param name="trace">Number of the trace.</param>
    /// <param name="id">Number of the span; <paramref name="parent"/> 0 is none.</param>
    /// <param name="start">Milliseconds after <see cref="Zero"/>.</param>
    public static JsonObject Span(int trace, int id, int parent, string name, int start, int end, string status = "STATUS_CODE_OK", params (string Key, JsonNode Value)[] attributes) => new()
    {
        ["traceId"] = TraceId(trace),
        ["spanId"] = id.ToString("x16"),
        ["parentSpanId"] = parent == 0 ? "" : parent.ToString("x16"),
        ["name"] = name,
        ["kind"] = 1,
        ["startTimeUnixNano"] = Nanoseconds(start),
        ["endTimeUnixNano"] = Nanoseconds(end),
        ["status"] = new JsonObject { ["code"] = status },
        ["attributes"] = new JsonArray([.. attributes.Select(a => (JsonNode)new JsonObject { ["key"] = a.Key, ["value"] = Value(a.Value) })]),
    };

    public static string TraceId(int trace) => trace.ToString("x32");

    public static string Body(params JsonObject[] spans) => new JsonObject { ["resourceSpans"] = new JsonArray(new JsonObject { ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = new JsonArray([.. spans]) }) }) }.ToJsonString();

    public static async Task<HttpStatusCode> ExportAsync(this TestWorld world, params JsonObject[] spans) => (await world.ExportAsync(Encoding.UTF8.GetBytes(Body(spans)))).Status;

    public static async Task<(HttpStatusCode Status, string Text)> ExportAsync(this TestWorld world, byte[] body, string type = "application/json", string? experiment = "0", string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/traces") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null) request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        if (experiment is not null) request.Headers.Add(Header, experiment);
        using HttpResponseMessage answer = await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Calls MLflow's dialect of 3.x.</summary>
    public static async Task<JsonObject> ThreeAsync(this TestWorld world, HttpMethod method, string path, string? json = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, "/api/3.0/mlflow/" + path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage answer = await world.Http.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(expected, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Ids of the traces that a filter finds, as numbers of samples.</summary>
    public static async Task<int[]> FoundAsync(this TestWorld world, string? filter, params string[] order)
    {
        var ask = new JsonObject { ["locations"] = new JsonArray(Place("0")), ["order_by"] = new JsonArray([.. order.Select(o => (JsonNode)o)]) };
        if (filter is not null) ask["filter"] = filter;
        JsonObject page = await world.ThreeAsync(HttpMethod.Post, "traces/search", ask.ToJsonString());
        return [.. (page["traces"]?.AsArray() ?? []).Select(t => int.Parse(((string)t!["trace_id"]!)[3..], NumberStyles.HexNumber))];
    }

    public static JsonObject Place(string experiment) => new() { ["type"] = "MLFLOW_EXPERIMENT", ["mlflow_experiment"] = new JsonObject { ["experiment_id"] = experiment } };

    /// <summary>A trace of an application in a project's experiment, one of its spans failed; its id.</summary>
    public static async Task<string> TraceAsync(this TestWorld world, string experiment, string run)
    {
        long home = await world.Database.ReadAsync(s => world.Get<ExperimentStore>().FindByName(s, experiment)!.Id, TestContext.Current.CancellationToken);
        JsonObject failed = Span(9, 2, 1, "retrieve", 100, 350, "STATUS_CODE_ERROR", ("mlflow.spanType", "RETRIEVER"));
        failed["events"] = new JsonArray(new JsonObject { ["name"] = "exception", ["timeUnixNano"] = Nanoseconds(340), ["attributes"] = new JsonArray(new JsonObject { ["key"] = "exception.message", ["value"] = Value("no such index") }) });
        JsonObject root = Span(9, 1, 0, "answer", 0, 500, "STATUS_CODE_OK", ("mlflow.spanInputs", new JsonObject { ["question"] = "<i>why is it late?</i>" }), ("mlflow.spanOutputs", "wind"),
            ("mlflow.chat.tokenUsage", new JsonObject { ["input_tokens"] = 12, ["output_tokens"] = 3 }));
        (await world.ExportAsync(Encoding.UTF8.GetBytes(Body(root, failed)), experiment: home.ToString())).Status.ShouldBe(HttpStatusCode.OK);
        string id = "tr-" + TraceId(9);
        await world.PostAsync("traces/link-to-run", new JsonObject { ["run_id"] = run, ["trace_ids"] = new JsonArray(id) }.ToJsonString());
        return id;
    }

    private static string Nanoseconds(int milliseconds) => ((Zero + milliseconds) * 1_000_000).ToString();

    private static JsonObject Value(JsonNode plain) => plain switch
    {
        JsonObject map => new JsonObject { ["kvlistValue"] = new JsonObject { ["values"] = new JsonArray([.. map.Select(p => (JsonNode)new JsonObject { ["key"] = p.Key, ["value"] = Value(p.Value!) })]) } },
        JsonArray list => new JsonObject { ["arrayValue"] = new JsonObject { ["values"] = new JsonArray([.. list.Select(v => (JsonNode)Value(v!))]) } },
        JsonValue value when value.TryGetValue(out bool flag) => new JsonObject { ["boolValue"] = flag },
        JsonValue value when value.TryGetValue(out int whole) => new JsonObject { ["intValue"] = whole.ToString() },
        JsonValue value when value.TryGetValue(out double number) => new JsonObject { ["doubleValue"] = number },
        _ => new JsonObject { ["stringValue"] = (string)plain! },
    };
}
