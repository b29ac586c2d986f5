using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Code;

/// <summary>Changes over HTTP, newest first; one by its commit.</summary>
internal static class ChangeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/changes").WithTags("code");
        group.MapGet("", ListAsync);
        group.MapGet("/{commit}", FindAsync);
    }

    private static async Task<Page<ChangeView>> ListAsync(
        string project, IProjects projects, IDatabase database, CodeStores stores, string? after, int? limit, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        long? before = Cursor.Decode(after) is { } text ? long.TryParse(text, out long n) ? n : throw ApiException.Invalid("after", "'after' is not a cursor of this list.") : null;
        IReadOnlyList<ChangeView> views = await database.ReadAsync(
            s => (IReadOnlyList<ChangeView>)[.. stores.Changes.List(s, project, before, count + 1).Select(c => c.View(stores.Checks.Of(s, project, c.CommitId)))], cancellation);
        return Page<ChangeView>.Of(views, count, c => c.Number.ToString());
    }

    private static async Task<ChangeView> FindAsync(string project, string commit, IProjects projects, ICodeRecords records, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await records.ChangeAsync(project, commit, cancellation) ?? throw ApiException.NotFound("change", commit);
    }
}

/// <summary>The stores that lists read.</summary>
internal sealed record CodeStores(ChangeStore Changes, CheckStore Checks);
