using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Cairn.Tracking;
using static Cairn.Registry.Imports.MlflowJson;

namespace Cairn.Registry.Imports;

/// <summary>What a tracking server tells of traces and of the datasets they are judged by. A server of 2.x has traces of its own kind, and no datasets.</summary>
internal sealed class MlflowHttpTraces(MlflowHttp http) : IMlflowTraces
{
    private const string Api = "api/3.0/mlflow/", Older = "api/2.0/mlflow/";
    private const int PageSize = 100;

    public async IAsyncEnumerable<SourceItem<SourceTrace>> TracesAsync(string experiment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var place = new JsonObject { ["type"] = "MLFLOW_EXPERIMENT", ["mlflow_experiment"] = new JsonObject { ["experiment_id"] = experiment } };
        var body = new JsonObject { ["locations"] = new JsonArray(place), ["max_results"] = PageSize };
        bool any = false;
        await foreach (JsonObject info in http.PagesAsync(HttpMethod.Post, Api + "traces/search", body, "traces", cancellation, absent: true))
        {
            any = true;
            yield return Item(Text(info, "trace_id"), info);
        }
        if (any) yield break;
        await foreach (JsonObject info in http.PagesAsync(HttpMethod.Get, $"{Older}traces?experiment_ids={Uri.EscapeDataString(experiment)}&max_results={PageSize}", null, "traces", cancellation, absent: true))
            yield return Item(Text(info, "request_id"), OlderTrace.Newer(info));
    }

    public async Task<string?> SpansAsync(SourceTrace trace, CancellationToken cancellation)
    {
        string id = Uri.EscapeDataString(trace.Id);
        if (trace.InStore) return (Items(await http.GetAsync($"{Api}traces/batchGet?trace_ids={id}", cancellation), "traces").FirstOrDefault()?["spans"] as JsonArray ?? []).ToJsonString();
        await using Stream? file = await http.OpenAsync($"ajax-api/2.0/mlflow/get-trace-artifact?request_id={id}", true, cancellation);
        return file is null ? null : await SourceTrace.ReadAsync(file, cancellation);
    }

    public async IAsyncEnumerable<SourceDataset> DatasetsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (JsonObject d in http.PagesAsync(HttpMethod.Post, Api + "datasets/search", new JsonObject { ["max_results"] = PageSize }, "datasets", cancellation, absent: true))
        {
            string id = Text(d, "dataset_id");
            JsonObject homes = d["experiment_ids"] is null ? await http.AskAsync(HttpMethod.Get, $"{Api}datasets/{Uri.EscapeDataString(id)}/experiment-ids", null, true, cancellation) ?? [] : d;
            yield return new SourceDataset(new ImportedDataset(id, Text(d, "name"), Optional(d, "schema"), Optional(d, "profile"), Optional(d, "tags"), Long(d, "created_time") ?? 0, Long(d, "last_update_time") ?? 0,
                Optional(d, "created_by") ?? "", Optional(d, "last_updated_by") ?? ""), [.. (homes["experiment_ids"] as JsonArray ?? []).OfType<JsonNode>().Select(h => h.ToString())]);
        }
    }

    public async IAsyncEnumerable<string> RecordsAsync(string dataset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string path = $"{Api}datasets/{Uri.EscapeDataString(dataset)}/records?max_results={PageSize}", page = path;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            JsonObject answer = await http.GetAsync(page, cancellation);
            if (Optional(answer, "records") is { Length: > 0 } list) yield return list;
            string? next = Optional(answer, "next_page_token");
            if (string.IsNullOrEmpty(next)) yield break;
            if (!seen.Add(next)) throw new IOException("The source gives the same records again and again.");
            page = $"{path}&page_token={Uri.EscapeDataString(next)}";
        }
    }

    public async IAsyncEnumerable<(string What, string Why)> StrangersAsync(IReadOnlyList<string> experiments, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (string experiment in experiments)
        {
            if (await CountAsync(HttpMethod.Get, $"{Api}scorers/list?experiment_id={Uri.EscapeDataString(experiment)}", null, "scorers", n => $"{n} are there; they run in clients and are kept nowhere here", cancellation) is { } scorers)
                yield return ($"scorers of experiment {experiment}", scorers);
            var ask = new JsonObject { ["experiment_id"] = experiment, ["max_results"] = 1 };
            if (await CountAsync(HttpMethod.Post, Api + "issues/search", ask, "issues", _ => "there are some, and no room for them here", cancellation) is { } issues) yield return ($"issues of experiment {experiment}", issues);
        }
    }

    private static SourceItem<SourceTrace> Item(string id, JsonObject info) => new(id, new SourceTrace(id, info));

    /// <summary>What there is to say of things without a place here; null when there are none. A server that does not tell (MLflow refuses to for deleted experiments) is no reason to bring nothing.</summary>
    private async Task<string?> CountAsync(HttpMethod method, string path, JsonObject? body, string items, Func<int, string> say, CancellationToken cancellation)
    {
        try
        {
            int count = Items(await http.AskAsync(method, path, body, true, cancellation), items).Count();
            return count > 0 ? say(count) : null;
        }
        catch (SourceRefusal refused)
        {
            return refused.Why;
        }
    }
}
