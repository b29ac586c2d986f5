using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Endpoints;

/// <summary>"Forget this customer", over HTTP.</summary>
internal static class ForgetEndpoint
{
    private const int LongestKey = 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/projects/{project}/endpoints/{endpoint}/forget", ForgetAsync).WithTags("endpoints");

    private static async Task<Forgotten> ForgetAsync(string project, string endpoint, ForgetRequest request, IEndpoints endpoints, ForgetDesk desk, HttpContext context, CancellationToken cancellation)
    {
        if (request.Key is not { Length: > 0 and <= LongestKey } key) throw ApiException.Invalid("key", $"'key' is the business key that requests and outcomes were sent with, 1 to {LongestKey} characters.");
        EndpointView e = await EndpointEndpoints.RequireAsync(project, endpoint, endpoints, cancellation);
        return await desk.ForgetAsync(e, key, context.Actor(), cancellation);
    }

    internal sealed record ForgetRequest(string? Key);
}
