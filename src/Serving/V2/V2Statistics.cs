using System.Text.Json;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.V2;

/// <summary>The statistics extension: per model and version what was answered and where the time went, since the version was loaded.</summary>
internal sealed class V2Statistics(RouteTable routes)
{
    private static readonly V2Protocol Errors = new();

    /// <summary>Of one model or version, or of all.</summary>
    public Task AnswerAsync(HttpContext http, string? model, string? version)
    {
        LiveSnapshot? snapshot = routes.Pin();
        try
        {
            var of = Chosen(snapshot, model, version);
            return Answers.WriteJsonAsync(http, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("model_stats"u8);
                foreach ((string name, VariantReading variant) in of) Write(json, name, variant);
                json.WriteEndArray();
                json.WriteEndObject();
            });
        }
        catch (RequestFault fault) { return Answers.WriteFaultAsync(http, Errors, fault); }
        finally { snapshot?.Unpin(); }
    }

    private static List<(string Name, VariantReading Variant)> Chosen(LiveSnapshot? snapshot, string? model, string? version)
    {
        if (model is not null && snapshot?.Endpoints.ContainsKey(model) is not true) throw RequestFault.NotFound("There is no such model.");
        List<(string, VariantReading)> chosen =
        [
            .. from endpoint in snapshot?.Endpoints.Values ?? []
               where model is null || endpoint.Route.Name == model
               orderby endpoint.Route.Name
               from variant in endpoint.Variants
               where version is null || variant.Version == version
               select (endpoint.Route.Name, variant.Meter.Read(variant.Name, variant.Route.WeightPermille)),
        ];
        return version is not null && chosen.Count == 0 ? throw RequestFault.NotFound("The model has no such version loaded.") : chosen;
    }

    private static void Write(Utf8JsonWriter json, string model, VariantReading v)
    {
        long answered = v.Latency.Count;
        json.WriteStartObject();
        json.WriteString("name"u8, model);
        json.WriteString("version"u8, v.Version);
        json.WriteNumber("last_inference"u8, v.LastAnswer?.ToUnixTimeMilliseconds() ?? 0);
        json.WriteNumber("inference_count"u8, v.AllRows);
        json.WriteNumber("execution_count"u8, v.Runs.Runs);
        json.WriteStartObject("inference_stats"u8);
        WriteTime(json, "success"u8, answered, v.Latency.Sum);
        WriteTime(json, "fail"u8, v.ErrorCount, v.FailedNanoseconds);
        WriteTime(json, "queue"u8, v.Runs.Requests, v.Runs.QueueNanoseconds);
        WriteTime(json, "compute_input"u8, v.Runs.Requests, v.Runs.Times.Input);
        WriteTime(json, "compute_infer"u8, v.Runs.Requests, v.Runs.Times.Infer);
        WriteTime(json, "compute_output"u8, v.Runs.Requests, v.Runs.Times.Output);
        WriteTime(json, "cache_hit"u8, 0, 0);
        WriteTime(json, "cache_miss"u8, 0, 0);
        json.WriteEndObject();
        WriteBatches(json, v.Runs);
        json.WriteEndObject();
    }

    private static void WriteBatches(Utf8JsonWriter json, RunReading runs)
    {
        json.WriteStartArray("batch_stats"u8);
        foreach (BatchReading batch in runs.Batches)
        {
            json.WriteStartObject();
            json.WriteNumber("batch_size"u8, batch.Rows);
            WriteTime(json, "compute_infer"u8, batch.Runs, batch.InferNanoseconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, long count, long nanoseconds)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count"u8, count);
        json.WriteNumber("ns"u8, nanoseconds);
        json.WriteEndObject();
    }
}
