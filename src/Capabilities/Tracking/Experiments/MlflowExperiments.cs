using System.Text.Json.Nodes;
using Cairn.Platform.Http;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Experiments;

/// <summary>MLflow's calls on experiments.</summary>
internal sealed class MlflowExperiments(ExperimentService service)
{
    private const int MostResults = 50_000;

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/experiments/create", CreateAsync);
        routes.Get("/experiments/get", async r => One(await service.GetAsync(Id(r), r.Context.RequestAborted)));
        routes.Get("/experiments/get-by-name", async r => One(await service.GetAsync(r.Required("experiment_name"), r.Context.RequestAborted)));
        routes.Get("/experiments/search", r => SearchAsync(r, 0));
        routes.Query("/experiments/search", r => SearchAsync(r, 0));
        // Clients before 2.0 ask so, some for everything at once.
        routes.Get("/experiments/list", r => SearchAsync(r, MostResults));
        routes.Post("/experiments/update", UpdateAsync);
        routes.Post("/experiments/delete", r => SetStageAsync(r, "deleted"));
        routes.Post("/experiments/restore", r => SetStageAsync(r, "active"));
        routes.Post("/experiments/set-experiment-tag", SetTagAsync);
        routes.Post("/experiments/delete-experiment-tag", DeleteTagAsync);
    }

    private static long Id(MlflowRequest r) => KeyRules.ExperimentId(r.Required("experiment_id"));

    private async Task<JsonObject?> CreateAsync(MlflowRequest r)
    {
        long id = await service.CreateAsync(r.Required("name"), r.Text("artifact_location"), r.Tags(), r.Context.RequestAborted);
        return new JsonObject { ["experiment_id"] = id.ToString() };
    }

    private async Task<JsonObject?> UpdateAsync(MlflowRequest r)
    {
        await service.RenameAsync(Id(r), r.Required("new_name"), r.Context.Actor(), r.Context.RequestAborted);
        return null;
    }

    private async Task<JsonObject?> SetStageAsync(MlflowRequest r, string stage)
    {
        await service.SetStageAsync(Id(r), stage, r.Context.RequestAborted);
        return null;
    }

    private async Task<JsonObject?> SetTagAsync(MlflowRequest r)
    {
        await service.SetTagAsync(Id(r), new RunTag(r.Required("key"), r.Text("value") ?? ""), r.Context.Actor(), r.Context.RequestAborted);
        return null;
    }

    private async Task<JsonObject?> DeleteTagAsync(MlflowRequest r)
    {
        await service.DeleteTagAsync(Id(r), r.Required("key"), r.Context.RequestAborted);
        return null;
    }

    private async Task<JsonObject?> SearchAsync(MlflowRequest r, int otherwise)
    {
        int size = PageToken.Size(r.Long("max_results"), otherwise, MostResults), offset = PageToken.Decode(r.Text("page_token"));
        var query = new SearchQuery(ViewType.Stage(r.Text("view_type")), SearchParser.Filter(r.Text("filter"), ExperimentColumns.Grammar),
            SearchParser.OrderBy(r.Texts("order_by"), ExperimentColumns.Grammar), size + 1, offset);
        (IReadOnlyList<Experiment> found, ILookup<long, RunTag> tags) = await service.SearchAsync(query, r.Context.RequestAborted);
        var answer = new JsonObject();
        answer.AddList("experiments", found.Take(size).Select(e => Message(e, tags)));
        if (found.Count > size) answer["next_page_token"] = PageToken.Encode(offset + size);
        return answer;
    }

    private static JsonObject One((Experiment Experiment, ILookup<long, RunTag> Tags) found) => new() { ["experiment"] = Message(found.Experiment, found.Tags) };

    private static JsonObject Message(Experiment e, ILookup<long, RunTag> tags)
    {
        var message = new JsonObject
        {
            ["experiment_id"] = e.Id.ToString(),
            ["name"] = e.Name,
            ["artifact_location"] = e.ArtifactLocation,
            ["lifecycle_stage"] = e.Stage,
            ["last_update_time"] = e.UpdatedAt,
            ["creation_time"] = e.CreatedAt,
        };
        message.AddList("tags", tags[e.Id].Select(t => Messages.KeyValue(t.Key, t.Value)));
        return message;
    }
}
