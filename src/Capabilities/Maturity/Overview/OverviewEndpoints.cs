using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Maturity.Overview;

/// <summary>The overview of a project, and the parts of it that follow the ledger.</summary>
internal static class OverviewEndpoints
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/p/{project}", PageAsync);
        pages.MapGet("/p/{project}/parts/loop", (HttpContext context, string project, IProjects projects, OverviewReader reader) => PartAsync<LoopCard>(context, project, projects, reader));
        pages.MapGet("/p/{project}/parts/happened", (HttpContext context, string project, IProjects projects, OverviewReader reader) => PartAsync<HappenedCard>(context, project, projects, reader));
        pages.MapGet("/p/{project}/parts/maturity", (HttpContext context, string project, IProjects projects, OverviewReader reader) => PartAsync<MaturityCard>(context, project, projects, reader));
    }

    private static async Task<IResult> PageAsync(HttpContext context, string project, IProjects projects, OverviewReader reader)
    {
        if (await projects.FindAsync(project, context.RequestAborted) is not { } found) return await Missing.ProjectAsync(context, project, projects);
        return await Pages.Render<OverviewPage>(context, new PageInfo(project, Section.Overview, project), new { Model = await reader.ReadAsync(found, context.RequestAborted) });
    }

    private static async Task<IResult> PartAsync<T>(HttpContext context, string project, IProjects projects, OverviewReader reader)
        where T : Microsoft.AspNetCore.Components.IComponent
        => await Pages.Fragment<T>(context, new { Model = await reader.ReadAsync(await projects.RequireAsync(project, context.RequestAborted), context.RequestAborted) }, project);
}
