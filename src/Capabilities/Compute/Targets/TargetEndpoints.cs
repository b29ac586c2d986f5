using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Compute.Targets;

/// <summary>What the targets are doing: slots, what runs, what waits and why.</summary>
internal static class TargetEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/compute", List).WithTags("compute");

    private static IReadOnlyList<TargetView> List(TargetList targets) => [.. targets.All.Select(View)];

    private static TargetView View(Target target)
    {
        IReadOnlyList<QueuedTask> queue = target.Queue.Snapshot();
        List<QueuedTask> running = [.. queue.Where(t => t.Because is null)];
        return new TargetView(target.Backend.Name, target.Queue.Slots, running.Sum(t => t.Slots), running, [.. queue.Where(t => t.Because is not null)]);
    }

    internal sealed record TargetView(string Name, int Slots, int Used, IReadOnlyList<QueuedTask> Running, IReadOnlyList<QueuedTask> Waiting);
}
