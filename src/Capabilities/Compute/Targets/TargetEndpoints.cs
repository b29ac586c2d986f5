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
        compute.MapGet("", (TargetList targets) => targets.All.Select(TargetView.Of).ToList());
        compute.MapGet("{target}", (TargetList targets, string target) => TargetView.Of(Require(targets, target)));
        compute.MapPost("{target}/check", CheckAsync);
    }

    private static async Task<TargetView> CheckAsync(TargetList targets, string target, CancellationToken cancellation)
    {
        Target found = Require(targets, target);
        await found.Backend.ProbeAsync(cancellation);
        return TargetView.Of(found);
    }

    private static Target Require(TargetList targets, string name) => targets.All.FirstOrDefault(t => t.Name == name) ?? throw ApiException.NotFound("compute target", name);
}
