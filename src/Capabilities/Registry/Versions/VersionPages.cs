using Cairn.Data;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Registry.Models;
using Cairn.Tracking.Artifacts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Registry.Versions;

/// <summary>The pages of models and their versions.</summary>
internal sealed class VersionPages(IDatabase database, ModelEndpoints models, VersionEndpoints versions, IModels registry, RegistryStores stores, IEnumerable<IVersionStory> stories)
{
    private const int Rows = 50;

    public void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/models", ListAsync);
        pages.MapGet("/p/{project}/models/{model}", ModelAsync);
        pages.MapGet("/p/{project}/models/{model}/{version}", VersionAsync);
        pages.MapGet("/p/{project}/versions/{id}", ByIdAsync);
        // Links as MLflow's clients print them, which the start page sends here.
        pages.MapGet("/mlflow/models/{name}", (string name, CancellationToken cancellation) => MlflowAsync(name, null, cancellation));
        pages.MapGet("/mlflow/models/{name}/versions/{version:long}", (string name, long version, CancellationToken cancellation) => MlflowAsync(name, version, cancellation));
    }

    private async Task<IResult> ListAsync(HttpContext context, string project, CancellationToken cancellation)
        => await Pages.Render<ModelsPage>(context, new PageInfo("Models", Section.Models, project), new { Project = project, Models = (await models.ListAsync(project, cancellation)).Items });

    private async Task<IResult> ModelAsync(HttpContext context, string project, string model, IEnumerable<IRunNumbers> numbers, CancellationToken cancellation)
    {
        if (await models.FindOrNullAsync(project, model, cancellation) is not { } view)
            return await Pages.NotFound(context, new PageInfo("Not found", Section.Models, project), "model", model, (await models.ListAsync(project, cancellation)).Items.Select(m => new NamedLink(m.Name, $"/p/{project}/models/{Uri.EscapeDataString(m.Name)}")));
        TableQuery query = TableQuery.From(context.Request);
        Page<ModelVersionView> page = await versions.ListAsync(project, model, query.After, Rows, cancellation);
        ModelPageModel shown = await database.ReadAsync(s =>
        {
            ModelVersionView[] aliased = [.. view.Aliases.Values.Distinct(StringComparer.Ordinal).Select(id => registry.Find(s, id)).OfType<ModelVersionView>()];
            var places = aliased.Concat(page.Items).DistinctBy(v => v.Id).Select(v => (v.Id, Places: Places(s, project, v.Id))).Where(p => p.Places.Count > 0).ToDictionary(p => p.Id, p => p.Places, StringComparer.Ordinal);
            return new ModelPageModel(view, new TablePage<ModelVersionView>(page.Items, page.Next), query, aliased, places, stores.Probes.OfModel(s, project, view.Name)) { RunNumbers = numbers.OfAll(s, page.Items.Select(v => v.RunId)) };
        }, cancellation);
        return await Pages.Render<ModelPage>(context, new PageInfo(model, Section.Models, project, [new(model)]), new { Model = shown });
    }

    private async Task<IResult> VersionAsync(HttpContext context, string project, string model, string version, IOwnedFiles owned, IEnumerable<IRunNumbers> numbers, CancellationToken cancellation)
    {
        VersionLineage lineage = await versions.LineageAsync(project, model, version, cancellation);
        string id = lineage.Version.Id;
        OwnedFiles files = await owned.FirstAsync(project, VersionFiles.Name, id, cancellation);
        VersionPageModel page = await database.ReadAsync(s => new VersionPageModel(lineage, [.. stories.SelectMany(t => t.GatesOf(s, id))], Places(s, project, id), stores.Probes.OfVersion(s, project, id), files) { RunNumber = lineage.Version.RunId is { } run ? numbers.Of(s, run) : null }, cancellation);
        string title = $"v{lineage.Version.Number}";
        return await Pages.Render<VersionPage>(context, new PageInfo($"{model} {title}", Section.Models, project, [new(model, $"/p/{project}/models/{Uri.EscapeDataString(model)}"), new(title)]), new { Model = page });
    }

    private async Task<IResult> ByIdAsync(string project, string id, CancellationToken cancellation)
        => await registry.FindAsync(id, cancellation) is { } v && v.Project == project ? Results.Redirect($"/p/{project}/models/{Uri.EscapeDataString(v.Model)}/{v.Number}") : throw ApiException.NotFound("version", id);

    private Task<IResult> MlflowAsync(string name, long? number, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        ModelRow model = stores.Models.FindMlflow(s, name) ?? throw ApiException.NotFound("model", name);
        if (model.ProjectOrNull is { } project) return Results.Redirect($"/p/{project}/models/{Uri.EscapeDataString(model.Name)}{(number is null ? "" : $"/{number}")}");
        // A model of no project has no page; the run that it comes from leads to where it is given to one.
        VersionRow? version = number is { } n ? stores.Versions.Find(s, model.Num, n) : stores.Versions.Newest(s, model.Num);
        return version?.TrackingRunId is { } run ? Results.Redirect($"/mlflow/experiments/0/runs/{Uri.EscapeDataString(run)}")
            : throw new ApiException(404, "not-found", $"The model '{name}' belongs to no project.") { Mend = $"Give it to one by the tag {ModelAdoption.ProjectTag} with the project's name." };
    }, cancellation);

    private IReadOnlyList<VersionPlace> Places(SqlSession s, string project, string id) => [.. stories.SelectMany(t => t.PlacesOf(s, project, id))];
}
