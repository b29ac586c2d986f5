using Cairn.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Delivery;

internal static class TraceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/trace/{prediction}", TraceAsync).ChecksProject().WithTags("trace");

    private static Task<TraceAnswer> TraceAsync(string prediction, Tracer tracer, HttpContext context, CancellationToken cancellation)
        => tracer.TraceAsync(prediction, context.Access().Sees, cancellation);
}
