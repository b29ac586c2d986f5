using Cairn.Identity;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Http;

namespace Cairn.Maturity.Overview;

/// <summary>Pages for projects that are not there, naming the nearest ones.</summary>
internal static class Missing
{
    public static async Task<IResult> ProjectAsync(HttpContext context, string project, IProjects projects)
    {
        IReadOnlyList<ProjectView> known = await projects.ListAsync(context.RequestAborted);
        return await Pages.NotFound(context, new PageInfo("Not found"), "project", project, known.Where(p => context.Access().Sees(p.Name)).Select(p => new NamedLink(p.Name, "/p/" + p.Name)));
    }
}
