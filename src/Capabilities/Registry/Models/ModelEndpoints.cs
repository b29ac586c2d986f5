using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry.Versions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Registry.Models;

/// <summary>A project's models and their aliases.</summary>
internal sealed class ModelEndpoints(IDatabase database, RegistryStores stores, ModelRegistry registry, IProjects projects)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder models = routes.MapGroup("/api/v1/projects/{project}/models").WithTags("models");
        models.MapGet("", ListAsync);
        models.MapGet("/{model}", FindAsync);
        models.MapPut("/{model}/aliases/{alias}", SetAliasAsync);
        models.MapDelete("/{model}/aliases/{alias}", DeleteAliasAsync);
    }

    internal async Task<Page<ModelView>> ListAsync(string project, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        // A project has few models; all fit a page.
        return new Page<ModelView>(await database.ReadAsync(s => Views(s, stores.Models.List(s, project)), cancellation), null);
    }

    private async Task<ModelView> FindAsync(string project, string model, CancellationToken cancellation) => await FindOrNullAsync(project, model, cancellation) ?? throw ApiException.NotFound("model", model);

    internal async Task<ModelView?> FindOrNullAsync(string project, string model, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s => stores.Models.Find(s, project, model) is { } found ? Views(s, [found])[0] with { Tags = stores.Models.TagMap(s, found.Num, "") } : null, cancellation);
    }

    private async Task<ModelVersionView> SetAliasAsync(string project, string model, string alias, AliasRequest request, HttpContext context)
    {
        await projects.RequireAsync(project, context.RequestAborted);
        Actor actor = context.Actor();
        return await database.WriteAsync(s =>
        {
            string id = VersionEndpoints.Existing(s, stores, project, model, request.Version).Id;
            registry.SetAlias(s, project, model, alias, id, actor, []);
            return registry.Find(s, id)!;
        }, cancellation: context.RequestAborted);
    }

    private async Task<IResult> DeleteAliasAsync(string project, string model, string alias, HttpContext context)
    {
        await projects.RequireAsync(project, context.RequestAborted);
        Actor actor = context.Actor();
        await database.WriteAsync(s => registry.DeleteAlias(s, project, model, alias, actor), cancellation: context.RequestAborted);
        return Results.NoContent();
    }

    private IReadOnlyList<ModelView> Views(SqlSession s, IReadOnlyList<ModelRow> models)
    {
        long[] nums = [.. models.Select(m => m.Num)];
        if (nums.Length == 0) return [];
        ILookup<long, AliasRow> aliases = stores.Models.Aliases(s, nums).ToLookup(a => a.Model);
        Dictionary<long, long> versions = stores.Versions.Counts(s, nums).ToDictionary(c => c.Model, c => c.Versions);
        return [.. models.Select(m => new ModelView(m.Name, m.Project, m.Description, versions.GetValueOrDefault(m.Num), aliases[m.Num].FirstOrDefault(a => a.Alias == "production")?.Number,
            aliases[m.Num].ToDictionary(a => a.Alias, a => a.Version), DateTimeOffset.FromUnixTimeMilliseconds(m.CreatedAt), DateTimeOffset.FromUnixTimeMilliseconds(m.UpdatedAt)))];
    }

    /// <param name="Version">Number or id.</param>
    internal sealed record AliasRequest(string Version);
}
