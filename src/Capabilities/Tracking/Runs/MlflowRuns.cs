using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Platform.Http;
using Cairn.Tracking.LoggedModels;
using Cairn.Tracking.Runs.Searching;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>MLflow's calls on runs as a whole: create, get, update, search, delete, restore.</summary>
internal sealed class MlflowRuns(RunService service, RunStarts starts)
{
    private const int MostResults = 50_000, UsualResults = 1000;
    private static readonly string[] Statuses = ["", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

    public void Map(MlflowRoutes routes)
    {
        routes.Written("POST", "/runs/create", CreateAsync);
        routes.Written("GET", "/runs/get", GetAsync);
        routes.Post("/runs/update", UpdateAsync);
        routes.Written("POST", "/runs/search", SearchAsync, reads: true);
        routes.Post("/runs/delete", r => SetStageAsync(r, "deleted"));
        routes.Post("/runs/restore", r => SetStageAsync(r, "active"));
    }

    private async Task<Action<Utf8JsonWriter>> CreateAsync(MlflowRequest r)
    {
        var draft = new RunDraft(KeyRules.ExperimentId(r.Text("experiment_id") is { Length: > 0 } id ? id : "0"), null, r.Text("run_name"), r.Text("user_id") ?? "", r.Long("start_time") ?? 0, r.Tags());
        (RunRow run, IReadOnlyList<RunTag> tags) = await starts.CreateAsync(draft, r.Context.Actor(), [], r.Context.RequestAborted);
        var content = RunContent.OfTags(run, tags);
        return json => RunWriter.One(json, run, content);
    }

    private async Task<Action<Utf8JsonWriter>> GetAsync(MlflowRequest r)
    {
        (RunRow run, RunContent content, IReadOnlyList<ModelStep> inputs, IReadOnlyList<ModelStep> outputs) = await service.GetWholeAsync(r.RunId(), r.Context.RequestAborted);
        return json => RunWriter.One(json, run, content, inputs, outputs);
    }

    private async Task<JsonObject?> UpdateAsync(MlflowRequest r)
    {
        string? name = r.Text("run_name");
        RunRow run = await service.UpdateAsync(r.RunId(), Status(r.Text("status")), r.Long("end_time"), string.IsNullOrEmpty(name) ? null : name, r.Context.Actor(), r.Context.RequestAborted);
        return new JsonObject { ["run_info"] = RunMessages.Info(run) };
    }

    private async Task<JsonObject?> SetStageAsync(MlflowRequest r, string stage)
    {
        await service.SetStageAsync(r.Required("run_id"), stage, r.Context.Actor(), r.Context.RequestAborted);
        return null;
    }

    private async Task<Action<Utf8JsonWriter>> SearchAsync(MlflowRequest r)
    {
        int size = PageToken.Size(r.Long("max_results"), UsualResults, MostResults);
        RunMark? after = RunMark.Decode(r.Text("page_token"));
        long[] experiments = [.. r.Texts("experiment_ids").Select(KeyRules.ExperimentId).Distinct()];
        var query = new SearchQuery(ViewType.Stage(r.Text("run_view_type")), SearchParser.Filter(r.Text("filter"), RunSearchStore.Grammar),
            SearchParser.OrderBy(r.Texts("order_by"), RunSearchStore.Grammar), size, 0);
        (IReadOnlyList<RunRow> runs, RunContent content, RunMark? next) = await service.SearchAsync(experiments, query, after, r.Context.RequestAborted);
        return json => RunWriter.Page(json, runs, content, next?.Encode());
    }

    // An unknown word is ignored, as MLflow does.
    private static string? Status(string? said) => int.TryParse(said, out int number) ? number is > 0 and <= 5 ? Statuses[number] : null : said is { Length: > 0 } && Statuses.Contains(said) ? said : null;
}
