using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Endpoints;

/// <summary>What became of the outcomes of an endpoint, over HTTP and as a page.</summary>
internal static class OutcomeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/projects/{project}/endpoints/{endpoint}/outcomes/summary", SummaryAsync).WithTags("endpoints");

    public static void MapPages(RouteGroupBuilder pages) => pages.MapGet("/p/{project}/endpoints/{endpoint}/outcomes", PageAsync);

    /// <param name="last">Days to look back.</param>
    private static async Task<OutcomeSummary> SummaryAsync(string project, string endpoint, int? last, IEndpoints endpoints, OutcomeReading reading, CancellationToken cancellation)
        => await reading.ReadAsync(await EndpointEndpoints.RequireAsync(project, endpoint, endpoints, cancellation), last, cancellation);

    private static async Task<IResult> PageAsync(HttpContext context, string project, string endpoint, int? last, IEndpoints endpoints, OutcomeReading reading, CancellationToken cancellation)
    {
        EndpointView e = await EndpointEndpoints.RequireAsync(project, endpoint, endpoints, cancellation);
        var info = new PageInfo($"Outcomes of {e.Route}", Section.Endpoints, project, [new(e.Route, $"/p/{project}/endpoints/{e.Route}"), new("Outcomes")]);
        return await Pages.Render<OutcomesPage>(context, info, new { Endpoint = e, Summary = await reading.ReadAsync(e, last, cancellation), Days = OutcomeReading.Days(last) });
    }
}
