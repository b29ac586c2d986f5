using Cairn.Contracts.Maturity;
using Cairn.Identity;
using Cairn.Maturity.Assess;
using Cairn.Maturity.Loop;
using Cairn.Maturity.Overview;
using Cairn.Platform.Ledger;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Maturity.Portfolio;

/// <summary>The page of all projects.</summary>
internal static class PortfolioEndpoints
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/", PageAsync).ChecksProject();

    private static async Task<IResult> PageAsync(HttpContext context, IProjects projects, LoopReader loops, Assessments assessments, World world)
    {
        var rows = new List<PortfolioRow>();
        foreach (ProjectView project in (await projects.ListAsync(context.RequestAborted)).Where(p => context.Access().Sees(p.Name)))
            rows.Add(await RowAsync(project, loops, assessments, context.RequestAborted));
        return await Pages.Render<PortfolioPage>(context, new PageInfo("Projects"), new { Rows = rows.OrderByDescending(r => r.LastActivity).ToArray(), world.Simulated });
    }

    private static async Task<PortfolioRow> RowAsync(ProjectView project, LoopReader loops, Assessments assessments, CancellationToken cancellation)
    {
        LoopRecord loop = await loops.ReadAsync(project.Name, cancellation);
        AssessmentDto assessment = await assessments.RecentAsync(project.Name, cancellation);
        return new PortfolioRow(
            project.Name,
            project.File.Project.Purpose,
            OverviewReader.StatusOf(loop, project.State),
            [.. assessment.Ladders.Select(l => $"{l.Title} {l.Level} of {l.Top}")],
            loop.Names.Label(loop.Served?.Text("version")),
            loop.LastActivity);
    }
}
