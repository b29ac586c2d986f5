using System.Text.Json;
using Cairn.Data.Diffs;
using Cairn.Data.Removal;
using Cairn.Data.Tags;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Datasets;

/// <summary>Dataset versions over HTTP, newest first. <c>{id}</c> is an id or what <see cref="VersionRefs"/> takes for one.</summary>
internal static class DatasetEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder datasets = routes.MapGroup("/api/v1/projects/{project}/datasets").WithTags("data");
        datasets.MapGet("", ListAsync);
        datasets.MapPost("gc", CollectAsync);
        datasets.MapGet("{id}", (VersionRefs refs, string project, string id, CancellationToken cancellation) => refs.RequireAsync(project, id, cancellation));
        datasets.MapDelete("{id}", DeleteAsync);
        datasets.MapGet("{id}/profile", ProfileAsync);
        datasets.MapGet("{id}/content", ContentAsync);
        datasets.MapGet("{id}/lineage", LineageAsync);
        datasets.MapGet("{id}/diff/{other}", DiffAsync);
        datasets.MapPost("{id}/tags", TagAsync);
        datasets.MapDelete("{id}/tags/{name}", UntagAsync);
    }

    /// <param name="known">True: only the newest version of each partition.</param>
    private static async Task<Page<DatasetVersion>> ListAsync(
        IDatabase database, DatasetLists lists, string project, string? source, bool? known, string? after, int? limit, CancellationToken cancellation)
    {
        int count = Cursor.Limit(limit);
        string? before = Cursor.Decode(after);
        return Page<DatasetVersion>.Of(await database.ReadAsync(s => lists.Read(s, project, source, known == true, before, count + 1), cancellation), count, v => v.Id);
    }

    private static async Task<JsonDocument> ProfileAsync(IDatasets datasets, VersionRefs refs, string project, string id, CancellationToken cancellation)
        => await datasets.ProfileAsync(await refs.RequireAsync(project, id, cancellation), cancellation);

    private static async Task<IResult> ContentAsync(IDatasets datasets, VersionRefs refs, string project, string id, CancellationToken cancellation)
    {
        DatasetVersion version = await refs.RequireAsync(project, id, cancellation);
        if (version.DeletedAt is not null) throw new ApiException(StatusCodes.Status410Gone, "gone", $"The content of version {version.Number} of '{version.Source}' was deleted.");
        string name = $"{version.Source}-{(version.Partition.Length > 0 ? version.Partition.Replace(':', '-') : version.Number)}.parquet";
        return Results.File(await datasets.PathAsync(version, cancellation), "application/vnd.apache.parquet", name, enableRangeProcessing: true);
    }

    private static async Task<DatasetLineage> LineageAsync(DatasetLineages lineages, VersionRefs refs, string project, string id, CancellationToken cancellation)
        => await lineages.ReadAsync(await refs.RequireAsync(project, id, cancellation), cancellation);

    private static async Task<DatasetDiff> DiffAsync(DatasetDiffs diffs, VersionRefs refs, string project, string id, string other, CancellationToken cancellation)
        => await diffs.CompareAsync(await refs.RequireAsync(project, id, cancellation), await refs.RequireAsync(project, other, cancellation), cancellation);

    private static async Task<DatasetVersion> TagAsync(HttpContext context, DatasetTags tags, VersionRefs refs, string project, string id, TagBody body, CancellationToken cancellation)
    {
        await tags.SetAsync(await refs.RequireAsync(project, id, cancellation), body.Name, context.Actor(), cancellation);
        return await refs.RequireAsync(project, id, cancellation);
    }

    private static async Task<IResult> UntagAsync(HttpContext context, DatasetTags tags, VersionRefs refs, string project, string id, string name, CancellationToken cancellation)
    {
        await tags.RemoveAsync(await refs.RequireAsync(project, id, cancellation), name, context.Actor(), cancellation);
        return Results.NoContent();
    }

    private static async Task<DatasetVersion> DeleteAsync(HttpContext context, DatasetRemoval removal, VersionRefs refs, string project, string id, CancellationToken cancellation)
        => await removal.DeleteAsync(await refs.RequireAsync(project, id, cancellation), context.Actor(), cancellation);

    private static async Task<RemovalReport> CollectAsync(HttpContext context, DatasetRemoval removal, IProjects projects, string project, CollectBody body, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await removal.CollectAsync(project, body.Source, body.Delete == true, context.Actor(), cancellation);
    }

    internal sealed record TagBody(string? Name);

    /// <param name="Delete">Without it nothing is deleted; the answer tells what would be.</param>
    internal sealed record CollectBody(string? Source, bool? Delete);
}
