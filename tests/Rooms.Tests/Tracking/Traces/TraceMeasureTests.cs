using System.Net;
using System.Text.Json.Nodes;
using Cairn.Tracking.Traces.Measures;
using static Cairn.Rooms.Tests.Tracking.Traces.OtlpSample;

namespace Cairn.Rooms.Tests.Tracking.Traces;

/// <summary>Numbers of traces, spans and assessments taken together (<c>traces/metrics</c>).</summary>
public sealed class TraceMeasureTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Measures_are_what_a_look_at_the_samples_says(string engine)
    {
        await using TestWorld world = await WithSamplesAsync(engine);
        foreach ((string ask, string expected) in ((string, string)[])
        [
            (Ask("TRACES", "trace_count", "COUNT"), "COUNT=3"),
            (Ask("TRACES", "trace_count", "COUNT", dimensions: "trace_status"), "ERROR COUNT=1; OK COUNT=2"),
            (Ask("TRACES", "trace_count", "COUNT", dimensions: "trace_name,trace_status"), "answer,OK COUNT=2; ask,ERROR COUNT=1"),
            (Ask("TRACES", "latency", "AVG,MIN,MAX,P50"), "AVG=300 MIN=100 MAX=500 P50.0=300"),
            (Ask("TRACES", "latency", "P25,P99.5", dimensions: "trace_name", more: """, "filters": ["trace.name = \"answer\""]"""), "answer P25.0=200 P99.5=498"),
            (Ask("TRACES", "total_tokens", "SUM,AVG"), "SUM=30 AVG=15"),
            (Ask("TRACES", "input_tokens", "SUM", more: """, "filters": ["trace.tag.`t` = 'x'", "trace.metadata.`mlflow.trace_schema.version` = '3'"]"""), "SUM=8"),
            (Ask("TRACES", "trace_count", "COUNT", more: $", \"time_interval_seconds\": 60, \"start_time_ms\": {Zero}, \"end_time_ms\": {Zero + 60_000}"), "2026-11-20T08:32:00+00:00 COUNT=2; 2026-11-20T08:33:00+00:00 COUNT=1"),
            (Ask("TRACES", "trace_count", "COUNT", more: $", \"end_time_ms\": {Zero}"), "COUNT=1"),
            (Ask("SPANS", "span_count", "COUNT", dimensions: "span_type,span_status"), "TOOL,OK COUNT=1; UNKNOWN,ERROR COUNT=1; UNKNOWN,OK COUNT=2"),
            (Ask("SPANS", "latency", "AVG", dimensions: "span_name", more: """, "filters": ["span.name LIKE 'ret%'", "trace.status = 'OK'"]"""), "retrieve AVG=50"),
            (Ask("SPANS", "total_cost", "SUM", dimensions: "span_model_name,span_model_provider"), "gpt,acme SUM=0.5"),
            (Ask("ASSESSMENTS", "assessment_count", "COUNT", dimensions: "assessment_name,assessment_value"), "good,\"yes\" COUNT=1; good,true COUNT=1; score,4 COUNT=1"),
            (Ask("ASSESSMENTS", "assessment_value", "AVG", dimensions: "assessment_name", more: """, "filters": ["assessment.type = 'feedback'", "assessment.name = 'good'"]"""), "good AVG=1"),
            (Ask("TRACES", "trace_count", "COUNT", more: """, "filters": ["trace.name = 'nothing'"]"""), "COUNT=0"),
            (Ask("TRACES", "latency", "AVG", more: """, "filters": ["trace.name = 'nothing'"]"""), ""),
        ])
            Shown(await world.ThreeAsync(HttpMethod.Post, "traces/metrics", ask)).ShouldBe(expected, ask);
    }

    [Fact]
    public async Task What_cannot_be_measured_is_refused_by_its_field()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        foreach ((string ask, string field) in ((string, string)[])
        [
            ("""{"view_type": "TRACES", "metric_name": "trace_count", "aggregations": [{"aggregation_type": "COUNT"}]}""", "experiment_ids"),
            ("""{"experiment_ids": ["0"], "view_type": "RUNS", "metric_name": "trace_count", "aggregations": [{"aggregation_type": "COUNT"}]}""", "view_type"),
            ("""{"experiment_ids": ["0"], "view_type": 1, "metric_name": "span_count", "aggregations": [{"aggregation_type": 1}]}""", "metric_name"),
            ("""{"experiment_ids": ["0"], "view_type": 1, "metric_name": "trace_count", "aggregations": [{"aggregation_type": 3}]}""", "aggregations[0].aggregation_type"),
            ("""{"experiment_ids": ["0"], "view_type": 1, "metric_name": "latency", "aggregations": [{"aggregation_type": "PERCENTILE", "percentile_value": 101}]}""", "percentile_value"),
            ("""{"experiment_ids": ["0"], "view_type": 1, "metric_name": "latency", "aggregations": []}""", "aggregations"),
            ("""{"experiment_ids": ["0"], "view_type": 1, "metric_name": "latency", "aggregations": [{"aggregation_type": 3}], "dimensions": ["span_name"]}""", "dimensions"),
            ("""{"experiment_ids": ["0"], "view_type": 1, "metric_name": "latency", "aggregations": [{"aggregation_type": 3}], "filters": ["span.name = 'x'"]}""", "it must begin with 'trace.'"),
            ("""{"experiment_ids": ["0"], "view_type": 1, "metric_name": "latency", "aggregations": [{"aggregation_type": 3}], "filters": ["trace.colour = 'x'"]}""", "trace.status"),
            ("""{"experiment_ids": ["0"], "view_type": 1, "metric_name": "latency", "aggregations": [{"aggregation_type": 3}], "filters": ["trace.status = 'x' OR 1 = 1"]}""", "the end is expected"),
            ("""{"experiment_ids": ["0"], "view_type": 1, "metric_name": "latency", "aggregations": [{"aggregation_type": 3}], "time_interval_seconds": 0}""", "time_interval_seconds"),
        ])
            ((string)(await world.ThreeAsync(HttpMethod.Post, "traces/metrics", ask, HttpStatusCode.BadRequest))["message"]!).ShouldContain(field);
    }

    [Fact]
    public async Task Pages_hold_each_group_once()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        for (int i = 1; i <= 5; i++) await world.ExportAsync(Span(i, 1, 0, "n" + i, 0, 10));
        var names = new List<string>();
        string? token = null;
        do
        {
            JsonObject page = await world.ThreeAsync(HttpMethod.Post, "traces/metrics", Ask("TRACES", "trace_count", "COUNT", "trace_name", $", \"max_results\": 2, \"page_token\": \"{token}\""));
            names.AddRange(page["data_points"]!.AsArray().Select(p => (string)p!["dimensions"]!["trace_name"]!));
            token = (string?)page["next_page_token"];
        }
        while (token is not null);
        names.ShouldBe(["n1", "n2", "n3", "n4", "n5"]);
    }

    [Fact]
    public void Percentiles_lie_between_two_values_in_proportion()
    {
        var group = new MeasureGroup(0, [], keep: true);
        foreach (double value in (double[])[40, 10, 30, 20]) group.Add(value);
        ((double[])[.. ((double[])[0, 25, 50, 100]).Select(p => group.Of(new Aggregation("PERCENTILE", p)))]).ShouldBe([10, 17.5, 25, 40]);
        new Aggregation("PERCENTILE", 99.9).Label.ShouldBe("P99.9");
    }

    private static string Ask(string view, string metric, string aggregations, string dimensions = "", string more = "")
    {
        var parts = aggregations.Split(',').Select(a => a[0] == 'P' ? $$"""{"aggregation_type": "PERCENTILE", "percentile_value": {{a[1..]}}}""" : $$"""{"aggregation_type": "{{a}}"}""");
        string by = string.Join(", ", dimensions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(d => $"\"{d}\""));
        return $$"""{"experiment_ids": ["0"], "view_type": "{{view}}", "metric_name": "{{metric}}", "aggregations": [{{string.Join(", ", parts)}}], "dimensions": [{{by}}]{{more}}}""";
    }

    // "dimensions label=value label=value; …"
    private static string Shown(JsonObject answer) => string.Join("; ", (answer["data_points"]?.AsArray() ?? []).Select(p =>
        string.Join(' ', ((string[])[string.Join(',', p!["dimensions"]?.AsObject().Select(d => (string)d.Value!) ?? []), .. p["values"]!.AsObject().Select(v => $"{v.Key}={(double)v.Value!}")]).Where(t => t.Length > 0))));

    private static async Task<TestWorld> WithSamplesAsync(string engine)
    {
        TestWorld world = await TrackingWorld.StartAsync(engine);
        var cost = new JsonObject { ["input_cost"] = 0.125, ["output_cost"] = 0.375, ["total_cost"] = 0.5 };
        await world.ExportAsync(Span(1, 1, 0, "answer", 0, 100, "STATUS_CODE_OK", ("gen_ai.usage.input_tokens", 8), ("gen_ai.usage.output_tokens", 2)));
        await world.ExportAsync(Span(2, 1, 0, "ask", 1, 301, "STATUS_CODE_ERROR"));
        JsonObject tool = Span(3, 2, 1, "retrieve", 60_000, 60_050, "STATUS_CODE_OK", ("mlflow.spanType", "TOOL"));
        await world.ExportAsync(tool, Span(3, 1, 0, "answer", 60_000, 60_500, "STATUS_CODE_OK", ("mlflow.chat.tokenUsage", new JsonObject { ["input_tokens"] = 15, ["output_tokens"] = 5 }), ("mlflow.llm.cost", cost), ("mlflow.llm.model", "gpt"), ("mlflow.llm.provider", "acme")));
        // Sent again, measured once.
        await world.ExportAsync((JsonObject)tool.DeepClone());
        await world.SendAsync(HttpMethod.Patch, $"traces/tr-{TraceId(1)}/tags", """{"key": "t", "value": "x"}""");
        string before = await OpinionAsync(world, 1, """{"assessment_name": "good", "feedback": {"value": false}}""");
        await OpinionAsync(world, 1, $$"""{"assessment_name": "good", "feedback": {"value": true}, "overrides": "{{before}}"}""");
        await OpinionAsync(world, 2, """{"assessment_name": "good", "feedback": {"value": "yes"}}""");
        await OpinionAsync(world, 2, """{"assessment_name": "score", "expectation": {"value": 4}}""");
        return world;
    }

    private static async Task<string> OpinionAsync(TestWorld world, int trace, string assessment)
        => (string)(await world.ThreeAsync(HttpMethod.Post, $"traces/tr-{TraceId(trace)}/assessments", $$"""{"assessment": {{assessment}}}"""))["assessment"]!["assessment_id"]!;
}
