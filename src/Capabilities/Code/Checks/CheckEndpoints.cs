using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Code;

/// <summary>Builds (newest first), the suites that hold now or at a commit, and the log of either.</summary>
internal static class CheckEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}").WithTags("code");
        group.MapGet("/builds", BuildsAsync);
        group.MapGet("/suites", SuitesAsync);
        group.MapGet("/checks/{run}/log", LogAsync);
    }

    private static async Task<Page<BuildView>> BuildsAsync(
        string project, IProjects projects, IDatabase database, CodeStores stores, string? after, int? limit, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        string? before = Cursor.Decode(after);
        IReadOnlyList<CheckRow> rows = await database.ReadAsync(s => stores.Checks.List(s, project, CheckKinds.Build, before, count + 1), cancellation);
        return Page<BuildView>.Of([.. rows.Select(r => r.Build())], count, b => b.RunId);
    }

    private static async Task<IReadOnlyList<SuiteResult>> SuitesAsync(string project, IProjects projects, ICodeRecords records, string? commit, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return commit is null ? await records.LatestSuitesAsync(project, cancellation) : await records.SuitesAsync(project, commit, cancellation);
    }

    private static async Task<IResult> LogAsync(string project, string run, IProjects projects, IDatabase database, CodeStores stores, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        CheckRow? check = await database.ReadAsync(s => stores.Checks.Find(s, run), cancellation);
        if (check?.Project != project) throw ApiException.NotFound("check", run);
        return File.Exists(check.LogPath) ? Results.File(new FileStream(check.LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), "text/plain; charset=utf-8") : Results.Text("");
    }
}
