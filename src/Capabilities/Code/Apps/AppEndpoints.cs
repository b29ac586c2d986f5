using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Code;

/// <summary>A project's applications and the build of each that is in each environment.</summary>
internal static class AppEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/projects/{project}/apps", ListAsync).WithTags("code");

    private static async Task<IReadOnlyList<AppAnswer>> ListAsync(string project, IProjects projects, IDatabase database, IAppReleases releases, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        IReadOnlyList<AppRelease> all = await database.ReadAsync(s => releases.Of(s, project), cancellation);
        return [.. view.File.Project.Apps.Select(app => new AppAnswer(app, [.. all.Where(r => r.App == app)]))];
    }

    internal sealed record AppAnswer(string App, IReadOnlyList<AppRelease> Releases);
}
