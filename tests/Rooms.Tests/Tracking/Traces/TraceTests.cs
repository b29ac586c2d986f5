using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OpenTelemetry;
using OpenTelemetry.Trace;
using static Cairn.Rooms.Tests.Tracking.Traces.OtlpSample;

namespace Cairn.Rooms.Tests.Tracking.Traces;

/// <summary>Traces come in, by whichever door and order, are found and go.</summary>
public sealed class TraceTests
{
    private static readonly string Id = "tr-" + TraceId(1);

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Spans_alone_make_a_trace_that_outlives_the_server(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        JsonObject child = Span(1, 2, 1, "call", 100, 400, "STATUS_CODE_OK", ("gen_ai.usage.input_tokens", 7), ("gen_ai.usage.output_tokens", 2), ("nested", new JsonArray(1, true, 0.5, "x")));
        JsonObject inner = Span(1, 3, 2, "wire", 150, 300, "STATUS_CODE_OK", ("gen_ai.usage.input_tokens", 7));
        // Children end, and are sent, before their parent.
        (await world.ExportAsync(child, inner)).ShouldBe(HttpStatusCode.OK);
        (await InfoAsync(world, Id))["state"]!.GetValue<string>().ShouldBe("IN_PROGRESS");
        (await world.ExportAsync(Span(1, 1, 0, "answer", 0, 1000, "STATUS_CODE_OK", ("mlflow.spanInputs", new JsonObject { ["q"] = "why?" }), ("mlflow.spanOutputs", "so")))).ShouldBe(HttpStatusCode.OK);
        // An exporter that heard nothing sends it all again.
        await world.ExportAsync((JsonObject)child.DeepClone());
        await world.RestartAsync();

        JsonObject info = await InfoAsync(world, Id);
        ((string)info["state"]!, (string)info["execution_duration"]!, (string)info["request_preview"]!, (string)info["response_preview"]!).ShouldBe(("OK", "1s", """{"q":"why?"}""", "so"));
        ((string)info["tags"]!["mlflow.traceName"]!, (string)info["tags"]!["mlflow.trace.spansLocation"]!).ShouldBe(("answer", "TRACKING_STORE"));
        ((string)info["trace_metadata"]!["mlflow.trace.tokenUsage"]!).ShouldBe("""{"input_tokens":7,"output_tokens":2,"total_tokens":9}""", "what a call counted is not counted again within it");
        JsonArray spans = (await world.ThreeAsync(HttpMethod.Get, $"traces/get?trace_id={Id}&allow_partial=False"))["trace"]!["spans"]!.AsArray();
        spans.Select(s => (string)s!["name"]!).ShouldBe(["answer", "call", "wire"]);
        spans[1]!["attributes"]![2]!["value"]!.ToJsonString().ShouldBe("""{"array_value":{"values":[{"int_value":1},{"bool_value":true},{"double_value":0.5},{"string_value":"x"}]}}""");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Description_and_spans_end_in_the_same_state_whichever_comes_first(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        var states = new List<string>();
        foreach (int trace in (int[])[1, 2])
        {
            string described = Described(trace, "ERROR", "0.250s");
            JsonObject root = Span(trace, 1, 0, "root of the spans", 0, 400);
            if (trace == 1) await world.ExportAsync(root);
            await world.ThreeAsync(HttpMethod.Post, "traces", described);
            if (trace == 2) await world.ExportAsync(root);
            JsonObject info = await InfoAsync(world, "tr-" + TraceId(trace));
            states.Add(info.ToJsonString().Replace(TraceId(trace), "", StringComparison.Ordinal));
            ((string)info["state"]!, (string)info["tags"]!["mlflow.traceName"]!, (string)info["execution_duration"]!).ShouldBe(("ERROR", "said", "0.400s"));
        }
        states[0].ShouldBe(states[1]);
    }

    [Fact]
    public async Task An_exporter_of_OpenTelemetry_is_understood()
    {
        await using TestWorld world = await TrackingWorld.StartListeningAsync();
        using var source = new System.Diagnostics.ActivitySource("Cairn.Tests.Otlp");
        string trace;
        using (TracerProvider provider = Sdk.CreateTracerProviderBuilder().AddSource(source.Name).AddOtlpExporter(o =>
        {
            (o.Endpoint, o.Protocol, o.Headers) = (new Uri(world.Http.BaseAddress!, "/v1/traces"), OpenTelemetry.Exporter.OtlpExportProtocol.HttpProtobuf, Header + "=0");
        }).Build())
        {
            using System.Diagnostics.Activity root = source.StartActivity("root")!;
            trace = root.TraceId.ToHexString();
            using (System.Diagnostics.Activity child = source.StartActivity("child")!)
            {
                child.SetTag("n", 42).SetTag("text", "größer").SetTag("list", new[] { 1.5, 2 }).SetTag("flag", true);
                child.AddException(new InvalidOperationException("broken"));
                child.SetStatus(System.Diagnostics.ActivityStatusCode.Error, "it broke");
            }
            root.Stop();
            provider.ForceFlush().ShouldBeTrue();
        }
        JsonObject[] spans = [.. (await world.ThreeAsync(HttpMethod.Get, $"traces/get?trace_id=tr-{trace}"))["trace"]!["spans"]!.AsArray().Select(s => s!.AsObject())];
        spans.Select(s => (string)s["name"]!).ShouldBe(["root", "child"]);
        string child2 = spans[1].ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        foreach (string part in (string[])["""{"int_value":42}""", """{"string_value":"größer"}""", """{"double_value":1.5}""", """{"bool_value":true}""", "STATUS_CODE_ERROR", "it broke", "exception.message", "SPAN_KIND_INTERNAL"]) child2.ShouldContain(part);
        ((string)spans[1]["parent_span_id"]!).ShouldBe((string)spans[0]["span_id"]!);
    }

    [Fact]
    public async Task Packed_bodies_are_unpacked()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        byte[] body = Encoding.UTF8.GetBytes(Body(Span(1, 1, 0, "a", 0, 1)));
        using var gzip = new MemoryStream();
        using (var pack = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true)) pack.Write(body);
        using var zlib = new MemoryStream();
        using (var pack = new ZLibStream(zlib, CompressionLevel.Fastest, leaveOpen: true)) pack.Write(body);
        (await world.ExportAsync(gzip.ToArray(), encoding: "gzip")).ShouldBe((HttpStatusCode.OK, "{}"));
        (await world.ExportAsync(zlib.ToArray(), encoding: "deflate")).ShouldBe((HttpStatusCode.OK, "{}"));
        using var bomb = new MemoryStream();
        using (var pack = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true)) pack.Write(new byte[80 << 20]);
        (await world.ExportAsync(bomb.ToArray(), encoding: "gzip")).Text.ShouldContain("longer than");
    }

    [Fact]
    public async Task What_is_no_export_is_refused_and_leaves_nothing()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        byte[] good = Encoding.UTF8.GetBytes(Body(Span(1, 1, 0, "a", 0, 1)));
        (await world.ExportAsync(good, experiment: null)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await world.ExportAsync(good, experiment: "404")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await world.ExportAsync(good, experiment: "x")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await world.ExportAsync(good, type: "text/plain")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await world.ExportAsync(good, encoding: "gzip")).Text.ShouldContain("packed");
        (await world.ExportAsync(good, encoding: "br")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await world.ExportAsync(good, type: "application/x-protobuf")).Text.ShouldContain("ExportTraceServiceRequest");
        foreach (string text in (string[])["", "{", "[]", "7", "{}", """{"resourceSpans":[{}]}""", """{"resourceSpans":7}"""]) (await world.ExportAsync(Encoding.UTF8.GetBytes(text))).Status.ShouldBe(HttpStatusCode.BadRequest, text);
        foreach ((string field, JsonNode? value) in ((string, JsonNode?)[])[("traceId", ""), ("traceId", "zz"), ("traceId", "00000000000000000000000000000000"), ("spanId", "00"), ("spanId", null), ("startTimeUnixNano", 0), ("startTimeUnixNano", "x"), ("startTimeUnixNano", "99999999999999999999"), ("endTimeUnixNano", 1), ("parentSpanId", "01")])
        {
            JsonObject broken = Span(1, 1, 0, "a", 0, 1);
            broken[field] = value;
            (await world.ExportAsync(broken)).ShouldBe(HttpStatusCode.BadRequest, $"{field} {value}");
        }
        JsonNode deep = "x";
        for (int i = 0; i < 60; i++) deep = new JsonArray(deep);
        (await world.ExportAsync(Span(1, 1, 0, "a", 0, 1, "STATUS_CODE_OK", ("deep", deep)))).ShouldBe(HttpStatusCode.BadRequest);
        (await world.FoundAsync(null)).ShouldBeEmpty();
        // Odd texts are no reason to refuse.
        (await world.ExportAsync(Encoding.UTF8.GetBytes(Body(Span(1, 1, 0, "NAME", 0, 1)).Replace("NAME", "a\\u0000b\\ud800c", StringComparison.Ordinal)))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Odd_texts_are_kept_or_refused_on_every_engine(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        (await world.ExportAsync(Encoding.UTF8.GetBytes(Body(Span(1, 1, 0, "NAME", 0, 1, "STATUS_CODE_OK", ("NAME", "NAME"))).Replace("NAME", "a\\u0000b\\ud800c", StringComparison.Ordinal)))).Status.ShouldBe(HttpStatusCode.OK);
        foreach (string bad in (string[])["\\u0000", "\\ud800"])
        {
            await world.SendAsync(HttpMethod.Patch, $"traces/{Id}/tags", $$"""{"key": "k", "value": "{{bad}}"}""", HttpStatusCode.BadRequest);
            await world.ThreeAsync(HttpMethod.Post, "traces/search", """{"locations": [{"mlflow_experiment": {"experiment_id": "0"}}], "filter": "tags.k = 'BAD'"}""".Replace("BAD", bad, StringComparison.Ordinal), HttpStatusCode.BadRequest);
            await world.ThreeAsync(HttpMethod.Post, "traces", Described(3, "OK", "1s").Replace("said", bad, StringComparison.Ordinal), HttpStatusCode.BadRequest);
        }
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Traces_of_2x_clients_begin_end_and_keep_their_spans_in_a_file(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        JsonObject begun = await world.PostAsync("traces", """{"experiment_id": "0", "timestamp_ms": 1000, "request_metadata": [{"key": "m", "value": "1"}], "tags": [{"key": "mlflow.traceName", "value": "f"}]}""");
        string id = (string)begun["trace_info"]!["request_id"]!;
        JsonObject ended = await world.SendAsync(HttpMethod.Patch, $"traces/{id}", $$"""{"request_id": "{{id}}", "timestamp_ms": 1250, "status": "OK", "tags": [{"key": "t", "value": "2"}]}""");
        ((long)ended["trace_info"]!["execution_time_ms"]!, (string)ended["trace_info"]!["status"]!).ShouldBe((250, "OK"));
        (await world.GetAsync($"traces/{id}/info")).ToJsonString().ShouldBe(ended.ToJsonString());
        (await world.GetAsync("traces?experiment_ids=0&max_results=5&filter=" + Uri.EscapeDataString("tags.t = '2' and request_metadata.m = '1' and execution_time_ms = 250")))["traces"]!.AsArray().Count.ShouldBe(1);

        string file = """{"spans": [{"name": "f", "context": {"span_id": "0x1", "trace_id": "0xab"}, "parent_id": null, "start_time": 1000000000, "end_time": 1250000000, "status_code": "OK", "status_message": "", "attributes": {"mlflow.spanInputs": "{\"x\": 3}", "mlflow.spanType": "\"TOOL\""}, "events": []}]}""";
        string location = ((string)ended["trace_info"]!["tags"]!.AsArray().Single(t => (string)t!["key"]! == "mlflow.artifactLocation")!["value"]!)["mlflow-artifacts:/".Length..];
        await world.Http.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{location}/traces.json", new StringContent(file), TestContext.Current.CancellationToken);
        JsonObject span = (await world.ThreeAsync(HttpMethod.Get, $"traces/get?trace_id={id}"))["trace"]!["spans"]![0]!.AsObject();
        span["attributes"]![0]!.ToJsonString().ShouldBe("""{"key":"mlflow.spanInputs","value":{"kvlist_value":{"values":[{"key":"x","value":{"int_value":3}}]}}}""");
        JsonNode artifact = JsonNode.Parse(await world.Http.GetStringAsync($"/ajax-api/3.0/mlflow/get-trace-artifact?request_id={id}", TestContext.Current.CancellationToken))!;
        ((string)artifact["spans"]![0]!["attributes"]!["mlflow.spanInputs"]!).ShouldBe("""{"x":3}""");
        // Somebody puts something else there.
        foreach (string bad in (string[])["", "no json", "[]", """{"spans": [7]}""", """{"spans": [{"name": 1, "context": {}}]}""", """{"spans": [{"name": "\ud800", "trace_id": "x", "span_id": "y"}]}"""])
        {
            await world.Http.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{location}/traces.json", new StringContent(bad), TestContext.Current.CancellationToken);
            (await world.ThreeAsync(HttpMethod.Get, $"traces/get?trace_id={id}"))["trace"]!.AsObject().ContainsKey("spans").ShouldBeFalse(bad);
        }
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Deleted_traces_are_gone_with_spans_assessments_and_files(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        for (int i = 1; i <= 4; i++) await world.ExportAsync(Span(i, 1, 0, "a", i * 10, (i * 10) + 5));
        await world.ThreeAsync(HttpMethod.Post, $"traces/{Id}/assessments", """{"assessment": {"assessment_name": "a", "feedback": {"value": 1}}}""");
        await world.Http.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/0/traces/{Id}/artifacts/x.txt", new StringContent("x"), TestContext.Current.CancellationToken);
        await world.RefusedAsync("traces/delete-traces", """{"experiment_id": "0"}""", "INVALID_PARAMETER_VALUE");
        await world.RefusedAsync("traces/delete-traces", """{"experiment_id": "0", "request_ids": ["a"], "max_timestamp_millis": 1}""", "INVALID_PARAMETER_VALUE");
        await world.RefusedAsync("traces/delete-traces", """{"experiment_id": "0", "max_timestamp_millis": 1, "max_traces": 0}""", "INVALID_PARAMETER_VALUE");
        ((int)(await world.PostAsync("traces/delete-traces", $$"""{"experiment_id": "0", "max_timestamp_millis": {{Zero + 25}}, "max_traces": 1}"""))["traces_deleted"]!).ShouldBe(1);
        (await world.FoundAsync(null)).ShouldBe([4, 3, 2], "the oldest goes first");
        ((int)(await world.PostAsync("traces/delete-traces", $$"""{"experiment_id": "0", "request_ids": ["tr-{{TraceId(2)}}", "tr-{{TraceId(3)}}", "none"]}"""))["traces_deleted"]!).ShouldBe(2);
        (await world.Http.GetAsync($"/api/2.0/mlflow-artifacts/artifacts/0/traces/{Id}/artifacts/x.txt", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach ((string table, int left) in ((string, int)[])[("tracking_traces", 1), ("tracking_spans", 1), ("tracking_assessments", 0), ("tracking_freed", 1)])
            (await world.Database.ReadAsync(s => s.Scalar<long>($"select count(*) from {table}"), TestContext.Current.CancellationToken)).ShouldBe(left, table);
        await world.ThreeAsync(HttpMethod.Get, $"traces/{Id}", null, HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Traces_are_linked_to_runs_and_prompts(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string run = await world.CreateRunAsync();
        await world.ExportAsync(Span(1, 1, 0, "a", 0, 5));
        await world.ExportAsync(Span(2, 1, 0, "b", 1, 5));
        await world.ThreeAsync(HttpMethod.Post, "traces", Described(3, "OK", "1s", $$""", "mlflow.sourceRun": "{{run}}" """));
        await world.PostAsync("traces/link-to-run", $$"""{"run_id": "{{run}}", "trace_ids": ["{{Id}}"]}""");
        (await world.FoundAsync($"run_id = '{run}'")).ShouldBe([1, 3], ignoreOrder: true);
        await world.RefusedAsync("traces/link-to-run", """{"run_id": "none", "trace_ids": ["x"]}""", "RESOURCE_DOES_NOT_EXIST", HttpStatusCode.NotFound);
        await world.RefusedAsync("traces/link-to-run", $$"""{"run_id": "{{run}}", "trace_ids": ["x"]}""", "RESOURCE_DOES_NOT_EXIST", HttpStatusCode.NotFound);
        await world.PostAsync("traces/link-prompts", $$"""{"trace_id": "{{Id}}", "prompt_versions": [{"name": "qa", "version": "1"}]}""");
        await world.PostAsync("traces/link-prompts", $$"""{"trace_id": "{{Id}}", "prompt_versions": [{"name": "qa", "version": "1"}, {"name": "qa", "version": "2"}]}""");
        (await world.FoundAsync("prompt = 'qa/2'")).ShouldBe([1]);
        ((string)(await InfoAsync(world, Id))["tags"]!["mlflow.linkedPrompts"]!).ShouldBe("""[{"name":"qa","version":"1"},{"name":"qa","version":"2"}]""");
    }

    [Fact]
    public async Task Bad_calls_are_refused_with_their_field()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.ExportAsync(Span(1, 1, 0, "a", 0, 5));
        foreach ((string from, string to) in ((string, string)[])[("\"1s\"", "\"1h\""), ("\"1s\"", "\"99999999999999s\""), ("\"1s\"", "7.5e3"), ("2026-11-20T08:32:22.098Z", "yesterday"), ("2026-11-20T08:32:22.098Z", "1066-01-01T00:00:00Z"), ("\"OK\"", "\"GOOD\""), ("tr-0", "../0"), ("\"experiment_id\": \"0\"", "\"experiment_id\": \"x\""), ("\"mlflow_experiment\"", "\"inference_table\""), ("trace_info", "info"), ("\"said\"", "{}")])
            await world.ThreeAsync(HttpMethod.Post, "traces", Described(5, "OK", "1s").Replace(from, to, StringComparison.Ordinal), HttpStatusCode.BadRequest);
        string other = (string)(await world.PostAsync("experiments/create", """{"name": "other"}"""))["experiment_id"]!;
        (await world.ExportAsync(Encoding.UTF8.GetBytes(Body(Span(1, 2, 0, "a", 0, 5))), experiment: other)).Text.ShouldContain("belongs to experiment 0");
        foreach (string path in (string[])["traces/none", "traces/get?trace_id=none", $"traces/{Id}/assessments/none"]) await world.ThreeAsync(HttpMethod.Get, path, null, HttpStatusCode.NotFound);
        foreach (string path in (string[])["traces/get", "traces/batchGet"]) await world.ThreeAsync(HttpMethod.Get, path, null, HttpStatusCode.BadRequest);
        (await world.ThreeAsync(HttpMethod.Get, "traces/batchGet?trace_ids=none")).Count.ShouldBe(0);
        foreach (string body in (string[])["{}", """{"locations": []}""", """{"locations": [{}]}""", """{"locations": 7}""", """{"locations": [{"mlflow_experiment": {"experiment_id": "0"}}], "max_results": 501}""", """{"locations": [{"mlflow_experiment": {"experiment_id": "0"}}], "page_token": "x"}""",
            """{"locations": [{"mlflow_experiment": {"experiment_id": "0"}}], "order_by": ["span.name"]}"""])
            await world.ThreeAsync(HttpMethod.Post, "traces/search", body, HttpStatusCode.BadRequest);
        await world.SendAsync(HttpMethod.Patch, $"traces/{Id}/tags", """{"key": "mlflow.artifactLocation", "value": "mlflow-artifacts:/1"}""", HttpStatusCode.BadRequest);
        await world.SendAsync(HttpMethod.Delete, $"traces/{Id}/tags", """{"key": "none"}""", HttpStatusCode.NotFound);
        await world.SendAsync(HttpMethod.Patch, "traces/none", """{"status": "OK"}""", HttpStatusCode.NotFound);
        await world.SendAsync(HttpMethod.Patch, $"traces/{Id}", """{"status": "FINE"}""", HttpStatusCode.BadRequest);
        (await world.Http.GetAsync($"/ajax-api/2.0/mlflow/get-trace-artifact?request_id={Id}&path=..%2Fx", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Assessments_are_given_replaced_changed_and_taken_back(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        await world.ExportAsync(Span(1, 1, 0, "a", 0, 5));
        string first = await AssessAsync(world, """{"assessment_name": "correct", "feedback": {"value": true}, "source": {"source_type": "HUMAN", "source_id": "ada"}, "metadata": {"k": "v"}}""");
        string second = await AssessAsync(world, $$"""{"assessment_name": "correct", "feedback": {"value": false}, "overrides": "{{first}}"}""");
        (await world.FoundAsync("feedback.correct = 'false'")).ShouldBe([1]);
        (await world.FoundAsync("feedback.correct = 'true'")).ShouldBeEmpty();
        JsonObject changed = await world.ThreeAsync(HttpMethod.Patch, $"traces/{Id}/assessments/{second}", """{"assessment": {"rationale": "no", "feedback": {"value": "x"}}, "update_mask": "rationale"}""");
        (changed["assessment"]!["feedback"]!.ToJsonString(), (string)changed["assessment"]!["rationale"]!).ShouldBe(("""{"value":false}""", "no"));
        await world.ThreeAsync(HttpMethod.Delete, $"traces/{Id}/assessments/{second}");
        JsonObject back = await world.ThreeAsync(HttpMethod.Get, $"traces/{Id}/assessments/{first}");
        ((bool)back["assessment"]!["valid"]!).ShouldBeTrue();
        foreach (string bad in (string[])["{}", """{"assessment_name": "a"}""", """{"assessment_name": "a", "feedback": {}, "expectation": {}}""", """{"assessment_name": "a", "feedback": 7}""", """{"assessment_name": {}, "feedback": {}}""",
            """{"assessment_name": "a", "feedback": {}, "source": {"source_type": "GHOST"}}""", """{"assessment_name": "a", "feedback": {}, "create_time": "x"}"""])
            await world.ThreeAsync(HttpMethod.Post, $"traces/{Id}/assessments", $$"""{"assessment": {{bad}}}""", HttpStatusCode.BadRequest);
        await world.ThreeAsync(HttpMethod.Post, $"traces/{Id}/assessments", """{"assessment": {"assessment_name": "a", "feedback": {}, "overrides": "none"}}""", HttpStatusCode.NotFound);
    }

    private static async Task<string> AssessAsync(TestWorld world, string assessment)
        => (string)(await world.ThreeAsync(HttpMethod.Post, $"traces/{Id}/assessments", $$"""{"assessment": {{assessment}}}"""))["assessment"]!["assessment_id"]!;

    private static async Task<JsonObject> InfoAsync(TestWorld world, string id) => (await world.ThreeAsync(HttpMethod.Get, "traces/" + id))["trace"]!["trace_info"]!.AsObject();

    private static string Described(int trace, string state, string duration, string metadata = "") => $$$$"""
        {"trace": {"trace_info": {"trace_id": "tr-{{{{TraceId(trace)}}}}", "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}, "request_time": "2026-11-20T08:32:22.098Z",
         "execution_duration": "{{{{duration}}}}", "state": "{{{{state}}}}", "trace_metadata": {"mlflow.trace_schema.version": "3"{{{{metadata}}}} }, "tags": {"mlflow.traceName": "said"}, "request_preview": "asked"}}}
        """;
}
