using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Views;

/// <summary>The views of a project over HTTP. They are declared in the project file.</summary>
internal static class ViewEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder views = routes.MapGroup("/api/v1/projects/{project}/views").WithTags("data");
        views.MapGet("", (ViewDesk desk, string project, CancellationToken cancellation) => desk.ListAsync(project, cancellation));
        views.MapGet("{view}", (ViewDesk desk, string project, string view, CancellationToken cancellation) => desk.RequireAsync(project, view, cancellation));
    }
}
