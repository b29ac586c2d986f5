using System.Text.Json.Nodes;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>MLflow's calls <c>datasets/*</c> on evaluation datasets as a whole.</summary>
internal sealed class MlflowEvaluationDatasets(EvaluationDatasetService service, EvaluationDatasetStore store)
{
    private const int UsualResults = 1000, MostResults = 50_000, TextLength = 1_048_575;

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/datasets/create", CreateAsync);
        routes.Get("/datasets/search", SearchAsync);
        routes.Query("/datasets/search", SearchAsync);
        routes.Get("/datasets/{dataset_id}", r => service.ReadAsync<JsonObject?>(s => One(s, service.Existing(s, Id(r)), homes: false), r.Context.RequestAborted));
        routes.Delete("/datasets/{dataset_id}", RemoveAsync);
        routes.Patch("/datasets/{dataset_id}/tags", async r => await OneAsync(r, await service.SetTagsAsync(Id(r), EvaluationRecordDraft.Map(r.Required("tags"), "tags"), User(r), r.Context.RequestAborted)));
        routes.Delete("/datasets/{dataset_id}/tags/{key}", DeleteTagAsync);
        routes.Get("/datasets/{dataset_id}/experiment-ids", r => service.ReadAsync<JsonObject?>(s => Homes(s, service.Existing(s, Id(r))), r.Context.RequestAborted));
        routes.Post("/datasets/{dataset_id}/add-experiments", r => SetHomesAsync(r, true));
        routes.Post("/datasets/{dataset_id}/remove-experiments", r => SetHomesAsync(r, false));
    }

    internal static string Id(MlflowRequest r) => (string)r.Context.Request.RouteValues["dataset_id"]!;

    internal static string User(MlflowRequest r) => r.Text("updated_by") is { Length: > 0 } said ? KeyRules.Cut(said, KeyRules.KeyLength) : r.Context.Actor().Id;

    private async Task<JsonObject?> CreateAsync(MlflowRequest r)
    {
        string? schema = Said(r, "schema"), profile = Said(r, "profile");
        string by = r.Text("created_by") is { Length: > 0 } said ? KeyRules.Cut(said, KeyRules.KeyLength) : r.Context.Actor().Id;
        var dataset = new EvaluationDataset { Name = r.Required("name"), SchemaJson = schema ?? "", Profile = profile, CreatedBy = by };
        return await OneAsync(r, await service.CreateAsync(dataset, EvaluationRecordDraft.Map(r.Text("tags"), "tags"), [.. r.Texts("experiment_ids").Select(KeyRules.ExperimentId).Distinct()], r.Context.RequestAborted));
    }

    private static string? Said(MlflowRequest r, string field) => r.Text(field) switch
    {
        null or "" => null,
        { Length: > TextLength } => throw MlflowException.Invalid($"'{field}' exceeds the maximum length of {TextLength} characters."),
        var text => text,
    };

    private Task<JsonObject?> SearchAsync(MlflowRequest r)
    {
        int size = PageToken.Size(r.Long("max_results"), UsualResults, MostResults), offset = PageToken.Decode(r.Text("page_token"));
        long[] experiments = [.. r.Texts("experiment_ids").Select(KeyRules.ExperimentId)];
        var query = new SearchQuery(null, SearchParser.Filter(r.Text("filter_string"), EvaluationDatasetStore.Grammar), SearchParser.OrderBy(r.Texts("order_by"), EvaluationDatasetStore.Grammar), size + 1, offset);
        return service.ReadAsync<JsonObject?>(s =>
        {
            IReadOnlyList<EvaluationDataset> found = store.Search(s, experiments, query);
            long[][] chunks = [.. found.Take(size).Select(d => d.Num).Chunk(500)];
            ILookup<long, KeyedText> tags = chunks.SelectMany(c => store.Tags(s, c)).ToLookup(t => t.Owner), homes = chunks.SelectMany(c => store.Experiments(s, c)).ToLookup(t => t.Owner);
            var answer = new JsonObject();
            answer.AddList("datasets", found.Take(size).Select(d => EvaluationMessages.Of(d, tags[d.Num], homes[d.Num])));
            if (found.Count > size) answer["next_page_token"] = PageToken.Encode(offset + size);
            return answer;
        }, r.Context.RequestAborted);
    }

    private async Task<JsonObject?> RemoveAsync(MlflowRequest r)
    {
        await service.RemoveAsync(Id(r), r.Context.RequestAborted);
        return null;
    }

    private async Task<JsonObject?> DeleteTagAsync(MlflowRequest r)
    {
        await service.DeleteTagAsync(Id(r), (string)r.Context.Request.RouteValues["key"]!, User(r), r.Context.RequestAborted);
        return null;
    }

    private async Task<JsonObject?> SetHomesAsync(MlflowRequest r, bool belongs)
    {
        long[] homes = [.. r.Texts("experiment_ids").Select(KeyRules.ExperimentId).Distinct()];
        if (homes.Length == 0) throw MlflowException.Required("experiment_ids");
        return await OneAsync(r, await service.SetHomesAsync(Id(r), homes, belongs, User(r), r.Context.RequestAborted));
    }

    private Task<JsonObject?> OneAsync(MlflowRequest r, EvaluationDataset dataset) => service.ReadAsync<JsonObject?>(s => One(s, dataset, homes: true), r.Context.RequestAborted);

    private JsonObject One(SqlSession s, EvaluationDataset dataset, bool homes)
        => new() { ["dataset"] = EvaluationMessages.Of(dataset, store.Tags(s, [dataset.Num]), homes ? store.Experiments(s, [dataset.Num]) : null) };

    private JsonObject Homes(SqlSession s, EvaluationDataset dataset)
    {
        var answer = new JsonObject();
        EvaluationMessages.Homes(answer, store.Experiments(s, [dataset.Num]));
        return answer;
    }
}
