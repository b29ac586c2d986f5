using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Changes;

internal static class ContractChangePages
{
    private const int Most = 50;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/contract-changes", ListAsync);
        pages.MapPost("/p/{project}/contract-changes/{id}/answer", AnswerAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, string project, IProjects projects, ContractChangeDesk desk, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        var changes = new ContractChangesModel(project, await desk.ListAsync(project, null, Most, cancellation));
        return await Pages.Render<ContractChangesPage>(context, new PageInfo("Changes of contracts", Section.Data, project, [new("Changes of contracts")]), new { Model = changes });
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, string project, string id, [FromForm] string? answer, [FromForm] string? reason, ContractChangeDesk desk, CancellationToken cancellation)
    {
        ContractChangeView change = await desk.AnswerAsync(project, id, answer, null, string.IsNullOrWhiteSpace(reason) ? null : reason, context.Actor(), cancellation);
        return Pages.After(context, $"/p/{project}/contract-changes", change.State == ContractChange.Approved ? $"The new contract of {change.Source} is in force." : $"Your answer is on record; the change of {change.Source} is {change.State}.");
    }
}
