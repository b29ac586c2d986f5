using System.Text.Json.Nodes;
using Cairn.Platform.Http;
using Cairn.Projects;
using Cairn.Registry.Models;
using Cairn.Registry.Versions;
using Cairn.Tracking;
using Cairn.Tracking.Search;

namespace Cairn.Registry.Mlflow;

/// <summary>MLflow's calls <c>registered-models/*</c>.</summary>
internal sealed class MlflowModels(MlflowRegistry registry, RegistryMessages messages, RegistryStores stores, ModelSearchStore search, IProjects projects, VersionRemoval removal)
{
    private const int UsualResults = 100, MostResults = 1000;

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/registered-models/create", CreateAsync);
        routes.Post("/registered-models/rename", async r => await OneAsync(await registry.RenameAsync(Name(r), r.Required("new_name"), r.Context.RequestAborted), r));
        routes.Patch("/registered-models/update", async r => await OneAsync(await registry.DescribeAsync(Name(r), r.Text("description"), r.Context.RequestAborted), r));
        routes.Delete("/registered-models/delete", r => NothingAsync(removal.ModelAsync(Name(r), r.Context.Actor(), r.Context.RequestAborted)));
        routes.Get("/registered-models/get", r => registry.ReadAsync<JsonObject?>(s => new JsonObject { ["registered_model"] = messages.Model(s, registry.Existing(s, Name(r))) }, r.Context.RequestAborted));
        routes.Get("/registered-models/search", SearchAsync);
        // Clients before 2.0 ask so.
        routes.Get("/registered-models/list", SearchAsync);
        routes.Get("/registered-models/get-latest-versions", LatestAsync);
        routes.Query("/registered-models/get-latest-versions", LatestAsync);
        routes.Post("/registered-models/set-tag", SetTagAsync);
        routes.Delete("/registered-models/delete-tag", r => NothingAsync(registry.UntagAsync(Name(r), null, r.Required("key"), r.Context.RequestAborted)));
        routes.Post("/registered-models/alias", r => NothingAsync(registry.SetAliasAsync(Name(r), r.Required("alias"), MlflowVersions.Number(r), r.Context.Actor(), r.Context.RequestAborted)));
        routes.Delete("/registered-models/alias", r => NothingAsync(registry.DeleteAliasAsync(Name(r), r.Required("alias"), r.Context.Actor(), r.Context.RequestAborted)));
        routes.Get("/registered-models/alias", ByAliasAsync);
    }

    private static string Name(MlflowRequest r) => r.Required("name");

    internal static async Task<JsonObject?> NothingAsync(Task work)
    {
        await work;
        return null;
    }

    private async Task<JsonObject?> CreateAsync(MlflowRequest r)
    {
        IReadOnlyList<RunTag> tags = r.Tags();
        string? project = await ProjectAsync(tags.LastOrDefault(t => t.Key == ModelAdoption.ProjectTag), r.Context.RequestAborted);
        return await OneAsync(await registry.CreateAsync(Name(r), r.Text("description"), project, tags, r.Context.RequestAborted), r);
    }

    private async Task<JsonObject?> SetTagAsync(MlflowRequest r)
    {
        var tag = new RunTag(r.Required("key"), r.Text("value") ?? "");
        await registry.TagAsync(Name(r), null, tag, await ProjectAsync(tag, r.Context.RequestAborted), r.Context.Actor(), r.Context.RequestAborted);
        return null;
    }

    /// <summary>The project that a tag names; null when it is another tag, or there is no such project.</summary>
    private async Task<string?> ProjectAsync(RunTag? tag, CancellationToken cancellation)
        => tag?.Key == ModelAdoption.ProjectTag && await projects.FindAsync(tag.Value, cancellation) is not null ? tag.Value : null;

    private Task<JsonObject?> OneAsync(ModelRow model, MlflowRequest r)
        => registry.ReadAsync<JsonObject?>(s => new JsonObject { ["registered_model"] = messages.Model(s, model) }, r.Context.RequestAborted);

    private Task<JsonObject?> SearchAsync(MlflowRequest r)
    {
        int size = PageToken.Size(r.Long("max_results"), UsualResults, MostResults), offset = PageToken.Decode(r.Text("page_token"));
        var query = new SearchQuery(null, SearchParser.Filter(r.Text("filter"), ModelSearch.Models), SearchParser.OrderBy(r.Texts("order_by"), ModelSearch.Models), size + 1, offset);
        return registry.ReadAsync<JsonObject?>(s =>
        {
            IReadOnlyList<ModelRow> found = search.Models(s, query);
            var answer = new JsonObject();
            answer.AddList("registered_models", messages.Models(s, [.. found.Take(size)]));
            if (found.Count > size) answer["next_page_token"] = PageToken.Encode(offset + size);
            return answer;
        }, r.Context.RequestAborted);
    }

    private Task<JsonObject?> LatestAsync(MlflowRequest r)
    {
        string[] stages = [.. r.Texts("stages").Select(MlflowVersions.Stage)];
        return registry.ReadAsync<JsonObject?>(s =>
        {
            IEnumerable<VersionRow> latest = stores.Versions.NewestOfStages(s, [registry.Existing(s, Name(r)).Num]).Where(v => stages.Length == 0 || stages.Contains(v.Stage));
            var answer = new JsonObject();
            answer.AddList("model_versions", messages.Versions(s, [.. latest]));
            return answer;
        }, r.Context.RequestAborted);
    }

    private Task<JsonObject?> ByAliasAsync(MlflowRequest r)
    {
        string alias = r.Required("alias");
        return registry.ReadAsync<JsonObject?>(s =>
        {
            ModelRow model = registry.Existing(s, Name(r));
            VersionRow? version = alias.Equals("latest", StringComparison.OrdinalIgnoreCase)
                ? stores.Versions.Newest(s, model.Num)
                : stores.Models.AliasVersion(s, model.Num, alias) is { } id ? stores.Versions.Find(s, id) : null;
            if (version is null) throw MlflowException.Invalid($"Registered model alias {KeyRules.Cut(alias, 255)} not found.");
            return new JsonObject { ["model_version"] = messages.Version(s, version) };
        }, r.Context.RequestAborted);
    }
}
