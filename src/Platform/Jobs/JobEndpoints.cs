using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Platform.Jobs;

/// <summary>Background jobs over HTTP, newest first.</summary>
internal static class JobEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/jobs", ListAsync).WithTags("jobs");

    private static async Task<Page<JobRow>> ListAsync(IDatabase database, JobStore store, string? state, string? after, int? limit, CancellationToken cancellation)
    {
        int count = Cursor.Limit(limit);
        string? before = Cursor.Decode(after);
        return Page<JobRow>.Of(await database.ReadAsync(s => store.List(s, state, before, count + 1), cancellation), count, j => j.Id);
    }
}
