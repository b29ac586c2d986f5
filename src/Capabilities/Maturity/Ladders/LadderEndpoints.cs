using Cairn.Maturity.Model;
using Cairn.Maturity.Overview;
using Cairn.Maturity.Timers;
using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Maturity.Ladders;

/// <summary>The maturity page and the page of each capability.</summary>
internal static class LadderEndpoints
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/p/{project}/maturity", PageAsync);
        pages.MapGet("/p/{project}/maturity/{capability}", CapabilityAsync);
        pages.MapPost("/p/{project}/maturity/assess", AssessAsync);
        SpeakEndpoints.Map(pages);
    }

    private static async Task<IResult> PageAsync(HttpContext context, string project, string? ladder, IProjects projects, MaturityReader reader)
    {
        if (await projects.FindAsync(project, context.RequestAborted) is null) return await Missing.ProjectAsync(context, project, projects);
        return await Pages.Render<MaturityPage>(context, new PageInfo("Maturity", Section.Maturity, project), new { Model = await reader.ReadAsync(project, ladder, context.RequestAborted) });
    }

    private static async Task<IResult> CapabilityAsync(HttpContext context, string project, string capability, IProjects projects, CapabilityReader reader)
    {
        if (await projects.FindAsync(project, context.RequestAborted) is null) return await Missing.ProjectAsync(context, project, projects);
        if (await reader.ReadAsync(project, capability, context.Actor(), context.RequestAborted) is not { } model)
        {
            return await Pages.NotFound(context, new PageInfo("Not found", Section.Maturity, project), "capability", capability,
                MaturityModel.Current.Capabilities.Select(c => new NamedLink(c.Id, $"/p/{project}/maturity/{c.Id}")));
        }
        string title = model.Capability.Title;
        return await Pages.Render<CapabilityPage>(context, new PageInfo(title, Section.Maturity, project, [new(title)]), new { Model = model });
    }

    private static async Task<IResult> AssessAsync(HttpContext context, string project, IProjects projects, AssessmentRecorder recorder)
    {
        await projects.RequireAsync(project, context.RequestAborted);
        (_, bool recorded) = await recorder.RecordAsync(project, context.Actor(), context.RequestAborted);
        return Pages.After(context, $"/p/{project}/maturity", recorded ? "Assessed, and put on record" : "Assessed: nothing has changed since the assessment on record");
    }
}
