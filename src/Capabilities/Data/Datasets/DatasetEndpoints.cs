using System.Text.Json;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Datasets;

/// <summary>Dataset versions over HTTP, newest first.</summary>
internal static class DatasetEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder datasets = routes.MapGroup("/api/v1/projects/{project}/datasets").WithTags("data");
        datasets.MapGet("", ListAsync);
        datasets.MapGet("{id}", FindAsync);
        datasets.MapGet("{id}/profile", ProfileAsync);
    }

    private static async Task<Page<DatasetVersion>> ListAsync(
        IDatabase database, VersionStore store, string project, string? source, string? after, int? limit, CancellationToken cancellation)
    {
        int count = Cursor.Limit(limit);
        string? before = Cursor.Decode(after);
        IReadOnlyList<VersionRow> rows = await database.ReadAsync(s => store.List(s, project, source, before, count + 1), cancellation);
        return Page<DatasetVersion>.Of([.. rows.Select(r => r.View())], count, v => v.Id);
    }

    private static async Task<DatasetVersion> FindAsync(IDatasets datasets, string project, string id, CancellationToken cancellation)
        => await datasets.FindAsync(id, cancellation) is { } version && version.Project == project ? version : throw ApiException.NotFound("dataset version", id);

    private static async Task<JsonDocument> ProfileAsync(IDatasets datasets, string project, string id, CancellationToken cancellation)
        => await datasets.ProfileAsync(await FindAsync(datasets, project, id, cancellation), cancellation);
}
