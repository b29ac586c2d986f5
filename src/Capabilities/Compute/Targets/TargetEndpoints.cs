using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Compute.Targets;

/// <summary>What the targets are doing: room, health, what runs, what waits and why.</summary>
internal static class TargetEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder compute = routes.MapGroup("/api/v1/compute").WithTags("compute");
        compute.MapGet("", (TargetViews views, CancellationToken cancellation) => views.AllAsync(cancellation));
        compute.MapGet("{target}", (TargetList targets, TargetViews views, string target, CancellationToken cancellation) => views.OfAsync(Require(targets, target), cancellation));
        compute.MapPost("{target}/check", CheckAsync);
    }

    private static async Task<TargetView> CheckAsync(TargetList targets, TargetViews views, string target, CancellationToken cancellation)
    {
        Target found = Require(targets, target);
        await found.Backend.ProbeAsync(cancellation);
        return await views.OfAsync(found, cancellation);
    }

    private static Target Require(TargetList targets, string name) => targets.All.FirstOrDefault(t => t.Name == name) ?? throw ApiException.NotFound("compute target", name);
}
