using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Endpoints;

/// <summary>Which application took up which version when, over HTTP.</summary>
internal static class PickupEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/projects/{project}/endpoints/{endpoint}/pickups", ListAsync).WithTags("endpoints");

    private static async Task<Page<PickupLive>> ListAsync(string project, string endpoint, IEndpoints endpoints, PickupBook book, CancellationToken cancellation)
        => new(await book.OfAsync((await EndpointEndpoints.RequireAsync(project, endpoint, endpoints, cancellation)).Route, cancellation), null);
}
