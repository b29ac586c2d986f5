using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Registry.Models;
using Cairn.Registry.Versions;
using Cairn.Tracking;
using Cairn.Tracking.Search;

namespace Cairn.Registry.Mlflow;

/// <summary>MLflow's calls <c>model-versions/*</c>.</summary>
internal sealed class MlflowVersions(MlflowRegistry registry, RegistryMessages messages, RegistryStores stores, ModelSearchStore search, VersionSources sources, VersionRemoval removal)
{
    private const int MostResults = 200_000;
    private static readonly string[] Stages = ["None", "Staging", "Production", "Archived"];

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/model-versions/create", CreateAsync);
        routes.Get("/model-versions/get", r => registry.ReadAsync<JsonObject?>(s => One(s, Existing(s, r)), r.Context.RequestAborted));
        routes.Patch("/model-versions/update", r => ChangeAsync(r, (_, v) => v with { Description = r.Text("description") }));
        routes.Post("/model-versions/transition-stage", r => ChangeAsync(r, (s, v) => Move(s, v, Stage(r.Required("stage")), r.Flag("archive_existing_versions"))));
        routes.Delete("/model-versions/delete", r => MlflowModels.NothingAsync(removal.VersionAsync(r.Required("name"), Number(r), r.Context.Actor(), r.Context.RequestAborted)));
        routes.Get("/model-versions/search", SearchAsync);
        routes.Get("/model-versions/get-download-uri", DownloadUriAsync);
        routes.Post("/model-versions/set-tag", r => MlflowModels.NothingAsync(registry.TagAsync(r.Required("name"), Number(r), new RunTag(r.Required("key"), r.Text("value") ?? ""), null, r.Context.Actor(), r.Context.RequestAborted)));
        routes.Delete("/model-versions/delete-tag", r => MlflowModels.NothingAsync(registry.UntagAsync(r.Required("name"), Number(r), r.Required("key"), r.Context.RequestAborted)));
    }

    public static long Number(MlflowRequest r)
        => long.TryParse(r.Required("version"), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : throw MlflowException.Invalid("Parameter 'version' must be an integer.");

    /// <summary>A stage by its name, whatever the case.</summary>
    public static string Stage(string stage)
        => Stages.FirstOrDefault(known => known.Equals(stage, StringComparison.OrdinalIgnoreCase)) ?? throw MlflowException.Invalid($"Invalid Model Version stage: {KeyRules.Cut(stage, 50)}. Value must be one of {string.Join(", ", Stages)}.");

    private VersionRow Existing(SqlSession s, MlflowRequest r) => registry.Existing(s, r.Required("name"), Number(r));

    private JsonObject One(SqlSession s, VersionRow version) => new() { ["model_version"] = messages.Version(s, version) };

    private async Task<JsonObject?> CreateAsync(MlflowRequest r)
    {
        string name = r.Required("name"), source = r.Required("source");
        IReadOnlyList<RunTag> tags = r.Tags();
        await registry.ReadAsync(s => registry.Existing(s, name), r.Context.RequestAborted);
        bool prompt = tags.Any(t => t is { Key: ModelSearch.PromptTag, Value: "true" });
        SourceContent content = prompt ? VersionSources.Prompt(tags) : await sources.ReadAsync(source, NullIfEmpty(r.Text("run_id")), r.Context.RequestAborted);
        VersionRow draft = content.Draft(source, r.Context.Actor()) with { Description = r.Text("description"), RunLink = r.Text("run_link"), ModelId = NullIfEmpty(r.Text("model_id")) };
        VersionRow version = await registry.AddVersionAsync(name, draft, content.Project, tags, r.Context.Actor(), r.Context.RequestAborted);
        return await registry.ReadAsync(s => One(s, version), r.Context.RequestAborted);
    }

    private async Task<JsonObject?> ChangeAsync(MlflowRequest r, Func<SqlSession, VersionRow, VersionRow> change)
    {
        VersionRow version = await registry.ChangeVersionAsync(r.Required("name"), Number(r), change, r.Context.RequestAborted);
        return await registry.ReadAsync(s => One(s, version), r.Context.RequestAborted);
    }

    private VersionRow Move(SqlSession s, VersionRow version, string stage, bool archive)
    {
        if (archive && stage is not ("Staging" or "Production")) throw MlflowException.Invalid("Model version transition cannot archive existing model versions because 'archive_existing_versions' goes with the stages Staging and Production only.");
        if (archive)
            foreach (VersionRow other in stores.Versions.OfModels(s, [version.Model]).Where(v => v.Stage == stage && v.Id != version.Id))
                stores.Versions.Update(s, other with { Stage = "Archived", UpdatedAt = registry.Now });
        return version with { Stage = stage };
    }

    private Task<JsonObject?> SearchAsync(MlflowRequest r)
    {
        int size = PageToken.Size(r.Long("max_results"), MostResults, MostResults), offset = PageToken.Decode(r.Text("page_token"));
        var query = new SearchQuery(null, SearchParser.Filter(r.Text("filter"), ModelSearch.Versions), SearchParser.OrderBy(r.Texts("order_by"), ModelSearch.Versions), size + 1, offset);
        return registry.ReadAsync<JsonObject?>(s =>
        {
            IReadOnlyList<VersionRow> found = search.Versions(s, query);
            var answer = new JsonObject();
            answer.AddList("model_versions", messages.Versions(s, [.. found.Take(size)]));
            if (found.Count > size) answer["next_page_token"] = PageToken.Encode(offset + size);
            return answer;
        }, r.Context.RequestAborted);
    }

    private async Task<JsonObject?> DownloadUriAsync(MlflowRequest r)
    {
        VersionRow version = await registry.ReadAsync(s => Existing(s, r), r.Context.RequestAborted);
        return new JsonObject { ["artifact_uri"] = await sources.LocationAsync(version.Source ?? "", r.Context.RequestAborted) };
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
