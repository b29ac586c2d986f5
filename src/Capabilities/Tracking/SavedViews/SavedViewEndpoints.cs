using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.SavedViews;

/// <summary>Saved views over our own API, and what the forms of the page of runs send.</summary>
internal sealed class SavedViewEndpoints(ViewKeeping keeping)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/run-views").WithTags("runs");
        group.MapGet("", ListAsync);
        group.MapPost("", SaveAsync);
        group.MapDelete("/{view}", DeleteAsync);
        RouteGroupBuilder pages = routes.MapPages();
        pages.MapPost("/p/{project}/run-views", SaveFromPageAsync);
        pages.MapPost("/p/{project}/run-views/delete", DeleteFromPageAsync);
    }

    private async Task<Page<SavedView>> ListAsync(string project, CancellationToken cancellation) => new(await keeping.ListAsync(project, cancellation), null);

    private async Task<IResult> SaveAsync(string project, SavedViewDraft request, HttpContext context)
        => Results.Json(await keeping.SaveAsync(project, request, context.Actor().Id, context.RequestAborted), statusCode: StatusCodes.Status201Created);

    private async Task<IResult> DeleteAsync(string project, string view, HttpContext context)
    {
        await keeping.DeleteAsync(project, view, context.RequestAborted);
        return Results.NoContent();
    }

    private async Task<IResult> SaveFromPageAsync(
        HttpContext context, string project, [FromForm] string? name, [FromForm] string? experiment, [FromForm] string? cols, [FromForm] string? q, [FromForm] string? sort)
    {
        SavedView view = await keeping.SaveAsync(project, new SavedViewDraft(name, experiment, cols, q, sort), context.Actor().Id, context.RequestAborted);
        return Pages.After(context, view.Href(project), $"The view '{view.Name}' is kept.");
    }

    private async Task<IResult> DeleteFromPageAsync(HttpContext context, string project, [FromForm] string? name, [FromForm] string? experiment)
    {
        await keeping.DeleteAsync(project, name ?? "", context.RequestAborted);
        return Pages.After(context, $"/p/{project}/experiments{(string.IsNullOrEmpty(experiment) ? "" : "/" + Uri.EscapeDataString(experiment))}", $"The view '{name}' is deleted.", Token.Warn);
    }
}
