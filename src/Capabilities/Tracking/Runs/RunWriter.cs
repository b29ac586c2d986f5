using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Tracking.LoggedModels;
using Cairn.Tracking.Metrics;

namespace Cairn.Tracking.Runs;

/// <summary>Writes runs as MLflow's messages, straight to the wire: a search answers with thousands of values.</summary>
internal static class RunWriter
{
    public static void Page(Utf8JsonWriter json, IEnumerable<RunRow> runs, RunContent content, string? next)
    {
        json.WriteStartObject();
        List(json, "runs", runs, run => Run(json, run, content, null, null));
        if (next is not null) json.WriteString("next_page_token", next);
        json.WriteEndObject();
    }

    /// <summary>One run, with the logged models that it read and made when they are asked for.</summary>
    public static void One(Utf8JsonWriter json, RunRow run, RunContent content, IReadOnlyList<ModelStep>? inputs = null, IReadOnlyList<ModelStep>? outputs = null)
    {
        json.WriteStartObject();
        json.WritePropertyName("run");
        Run(json, run, content, inputs, outputs);
        json.WriteEndObject();
    }

    private static void Run(Utf8JsonWriter json, RunRow run, RunContent content, IReadOnlyList<ModelStep>? inputs, IReadOnlyList<ModelStep>? outputs)
    {
        json.WriteStartObject();
        Info(json, run);
        json.WriteStartObject("data");
        List(json, "metrics", content.Metrics[run.Num], m => Metric(json, m));
        List(json, "params", content.Params[run.Num], p => Pair(json, p));
        List(json, "tags", content.Tags[run.Num], t => Pair(json, t));
        json.WriteEndObject();
        json.WriteStartObject("inputs");
        List(json, "dataset_inputs", content.Inputs[run.Num], i => RunMessages.Input(i).WriteTo(json));
        List(json, "model_inputs", inputs ?? [], i => new JsonObject { ["model_id"] = i.Model }.WriteTo(json));
        json.WriteEndObject();
        if (outputs is not null)
        {
            json.WriteStartObject("outputs");
            List(json, "model_outputs", outputs, o => new JsonObject { ["model_id"] = o.Model, ["step"] = o.Step }.WriteTo(json));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Info(Utf8JsonWriter json, RunRow run)
    {
        json.WriteStartObject("info");
        json.WriteString("run_uuid"u8, run.Id);
        json.WriteString("experiment_id"u8, run.Experiment.ToString());
        json.WriteString("run_name"u8, run.Name);
        json.WriteString("user_id"u8, run.UserId);
        json.WriteString("status"u8, run.Status);
        json.WriteNumber("start_time"u8, run.StartTime);
        json.WriteString("artifact_uri"u8, run.ArtifactUri);
        json.WriteString("lifecycle_stage"u8, run.Stage);
        json.WriteString("run_id"u8, run.Id);
        if (run.EndTime is { } end) json.WriteNumber("end_time"u8, end);
        json.WriteEndObject();
    }

    private static void Metric(Utf8JsonWriter json, LatestMetric metric)
        => MetricWriter.Value(json, metric.Key, new MetricPoint(metric.Timestamp, metric.Step, metric.Number));

    private static void Pair(Utf8JsonWriter json, KeyedText pair)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, pair.Key);
        json.WriteString("value"u8, pair.Value);
        json.WriteEndObject();
    }

    // A list without items is left out.
    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        bool any = false;
        foreach (T item in items)
        {
            if (!any) json.WriteStartArray(name);
            any = true;
            write(item);
        }
        if (any) json.WriteEndArray();
    }
}
