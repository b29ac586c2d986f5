using Cairn.Platform.Http;
using Cairn.Projects;
using Cairn.Registry.Mlflow;
using Cairn.Registry.Versions;
using Cairn.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Registry.Models;

/// <summary>What people do to a project's models by hand: register a version, tag, delete. Pipelines and releases have ways of their own.</summary>
internal sealed class ModelActEndpoints(MlflowRegistry registry, RegistryStores stores, Registration registration, VersionRemoval removal, IProjects projects)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder model = routes.MapGroup("/api/v1/projects/{project}/models/{model}").WithTags("models");
        model.MapPost("/versions", RegisterAsync);
        model.MapPost("/tags", TagAsync);
        model.MapDelete("", DeleteAsync);
        model.MapPost("/versions/{version}/tags", TagVersionAsync);
        model.MapDelete("/versions/{version}", DeleteVersionAsync);
    }

    /// <summary>Makes a version of a run's files or of a logged model; the model itself when it is new.</summary>
    private async Task<IResult> RegisterAsync(string project, string model, RegistrationRequest request, ModelRegistry views, HttpContext context)
    {
        await projects.RequireAsync(project, context.RequestAborted);
        VersionRow version = await registration.AsVersionAsync(project, model, request, context.Actor(), context.RequestAborted);
        return Results.Created($"/api/v1/projects/{project}/models/{Uri.EscapeDataString(model)}/versions/{version.Number}", await registry.ReadAsync(s => views.Whole(s, version), context.RequestAborted));
    }

    /// <summary>Sets tags of the model, all or none; one without a value is taken away.</summary>
    private async Task<IReadOnlyDictionary<string, string>> TagAsync(string project, string model, TagsRequest request, HttpContext context)
    {
        ModelRow row = await ExistingAsync(project, model, context.RequestAborted);
        if (request.Tags?.ContainsKey(ModelAdoption.ProjectTag) == true) throw ApiException.Invalid($"tags.{ModelAdoption.ProjectTag}", $"The model belongs to the project '{project}' and stays there.");
        return await ChangeAsync(row, null, request, context.RequestAborted);
    }

    /// <summary>Sets tags of one version.</summary>
    private async Task<IReadOnlyDictionary<string, string>> TagVersionAsync(string project, string model, string version, TagsRequest request, HttpContext context)
    {
        ModelRow row = await ExistingAsync(project, model, context.RequestAborted);
        VersionRow found = await ExistingAsync(row, version, context.RequestAborted);
        return await ChangeAsync(row, found, request, context.RequestAborted);
    }

    /// <summary>Deletes the model with its versions, aliases and tags, and gives its name back. Nothing brings it back.</summary>
    private async Task<IResult> DeleteAsync(string project, string model, HttpContext context)
    {
        ModelRow row = await ExistingAsync(project, model, context.RequestAborted);
        await Refusals.AsProblem(removal.ModelAsync(row.MlflowName, context.Actor(), context.RequestAborted));
        return Results.NoContent();
    }

    /// <summary>Deletes one version; its number is not given again.</summary>
    private async Task<IResult> DeleteVersionAsync(string project, string model, string version, HttpContext context)
    {
        ModelRow row = await ExistingAsync(project, model, context.RequestAborted);
        VersionRow found = await ExistingAsync(row, version, context.RequestAborted);
        await Refusals.AsProblem(removal.VersionAsync(row.MlflowName, found.Number, context.Actor(), context.RequestAborted));
        return Results.NoContent();
    }

    private async Task<IReadOnlyDictionary<string, string>> ChangeAsync(ModelRow model, VersionRow? version, TagsRequest request, CancellationToken cancellation)
    {
        (IReadOnlyList<RunTag> set, IReadOnlyList<string> gone) = request.Changes();
        await Refusals.AsProblem(registry.ChangeTagsAsync(model.MlflowName, version?.Number, set, gone, cancellation));
        return await registry.ReadAsync(s => stores.Models.TagMap(s, model.Num, version?.Id ?? ""), cancellation);
    }

    private async Task<ModelRow> ExistingAsync(string project, string model, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await registry.ReadAsync(s => stores.Models.Find(s, project, model), cancellation) ?? throw ApiException.NotFound("model", model);
    }

    private Task<VersionRow> ExistingAsync(ModelRow model, string version, CancellationToken cancellation)
        => registry.ReadAsync(s => VersionEndpoints.Existing(s, stores, model.Project, model.Name, version), cancellation);
}
