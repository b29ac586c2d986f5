using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.Traces;

/// <summary>MLflow's calls that change traces, the same for 2.x and 3.x clients: tags, links to runs and prompts, removal.</summary>
internal sealed class MlflowTraceChanges(TraceService service, TraceStores stores, RunService runs)
{
    private const int MostLinked = 100, MostRemoved = 10_000;

    public void Map(MlflowRoutes routes)
    {
        routes.Patch("/traces/{trace_id}/tags", SetTagAsync);
        routes.Delete("/traces/{trace_id}/tags", DeleteTagAsync);
        routes.Post("/traces/link-to-run", LinkRunAsync);
        routes.Post("/traces/link-prompts", LinkPromptsAsync);
        routes.Post("/traces/delete-traces", RemoveAsync);
    }

    private async Task<JsonObject?> SetTagAsync(MlflowRequest r)
    {
        RunTag tag = TraceDrafts.Tag(r.Required("key"), r.Text("value") ?? "");
        await service.ChangeAsync(Id(r), (s, trace) => service.SetValues(s, trace, [], [Free(tag)]), r.Context.RequestAborted);
        return null;
    }

    private async Task<JsonObject?> DeleteTagAsync(MlflowRequest r)
    {
        string key = Free(new RunTag(r.Required("key"), "")).Key;
        await service.ChangeAsync(Id(r), (s, trace) =>
        {
            if (!stores.Traces.DeleteValue(s, trace.Num, TraceKeys.Tag, key)) throw MlflowException.Missing($"No trace tag with key '{KeyRules.Cut(key, TraceKeys.KeyLength)}' for trace with ID '{trace.Id}'");
        }, r.Context.RequestAborted);
        return null;
    }

    private Task<JsonObject?> LinkRunAsync(MlflowRequest r)
    {
        string run = r.Required("run_id");
        IReadOnlyList<string> ids = r.Texts("trace_ids");
        if (ids.Count is 0 or > MostLinked) throw MlflowException.Invalid($"'trace_ids' must name 1 to {MostLinked} traces.");
        return service.WriteAsync<JsonObject?>(s =>
        {
            runs.Existing(s, run);
            foreach (string id in ids.Order(StringComparer.Ordinal)) stores.Traces.Link(s, stores.Existing(s, id).Num, run);
            return null;
        }, r.Context.RequestAborted);
    }

    private async Task<JsonObject?> LinkPromptsAsync(MlflowRequest r)
    {
        (string Name, string Version)[] prompts = [.. r.Objects("prompt_versions").Select(p => (p.Text("name"), p.Text("version")))];
        await service.ChangeAsync(r.Required("trace_id"), (s, trace) =>
        {
            var all = Linked(stores.Traces.Value(s, trace.Num, TraceKeys.Tag, TraceKeys.Prompts)).Union(prompts).ToList();
            var list = new JsonArray([.. all.Select(p => (JsonNode)new JsonObject { ["name"] = p.Name, ["version"] = p.Version })]);
            string text = list.ToJsonString();
            service.SetValues(s, trace, [], [text.Length <= TraceKeys.ValueLength ? new RunTag(TraceKeys.Prompts, text) : throw MlflowException.Invalid("Too many prompts are linked to one trace.")]);
        }, r.Context.RequestAborted);
        return null;
    }

    private static IEnumerable<(string Name, string Version)> Linked(string? tag)
    {
        try
        {
            return tag is not null && JsonNode.Parse(tag) is JsonArray list ? [.. list.OfType<JsonObject>().Select(p => ((string?)p["name"] ?? "", (string?)p["version"] ?? ""))] : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // A client may write this tag by hand.
            return [];
        }
    }

    private async Task<JsonObject?> RemoveAsync(MlflowRequest r)
    {
        long experiment = KeyRules.ExperimentId(r.Required("experiment_id"));
        IReadOnlyList<string> ids = r.Texts("request_ids");
        long? until = r.Long("max_timestamp_millis"), most = r.Long("max_traces");
        if (ids.Count > 0 == until is not null) throw MlflowException.Invalid("Either 'max_timestamp_millis' or 'request_ids' must be given, and not both.");
        if (ids.Count > 0 && most is not null) throw MlflowException.Invalid("'max_traces' cannot be given together with 'request_ids'.");
        if (most is <= 0) throw MlflowException.Invalid("'max_traces' must be a positive number.");
        long limit = most ?? long.MaxValue;
        int removed = 0, some, now;
        // Some at a time, so that other writers are not held up.
        do
        {
            some = (int)Math.Min(limit - removed, MostRemoved);
            now = await service.RemoveAsync(experiment, s => ids.Count > 0 ? stores.Traces.Find(s, ids) : stores.Traces.Oldest(s, experiment, until!.Value, some), r.Context.RequestAborted);
            removed += now;
        }
        while (ids.Count == 0 && now == some && removed < limit);
        return new JsonObject { ["traces_deleted"] = removed };
    }

    private static string Id(MlflowRequest r) => (string)r.Context.Request.RouteValues["trace_id"]!;

    private static RunTag Free(RunTag tag) => TraceKeys.IsOurs(tag.Key) ? throw MlflowException.Invalid($"The tag '{tag.Key}' is the server's own.") : tag;
}
