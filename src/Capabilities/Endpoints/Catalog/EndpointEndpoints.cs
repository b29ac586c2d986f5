using Cairn.Platform.Http;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Endpoints;

/// <summary>Endpoints over HTTP, by route: <c>delay</c>, <c>delay.test</c>.</summary>
internal static class EndpointEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/endpoints").WithTags("endpoints");
        group.MapGet("", ListAsync);
        group.MapGet("/{endpoint}", FindAsync);
        group.MapGet("/{endpoint}/contract", ContractAsync);
        group.MapGet("/{endpoint}/days", DaysAsync);
    }

    private static async Task<Page<EndpointAnswer>> ListAsync(string project, IProjects projects, EndpointAnswers answers, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return new Page<EndpointAnswer>(await answers.ListAsync(project, cancellation), null);
    }

    private static async Task<EndpointAnswer> FindAsync(string project, string endpoint, IEndpoints endpoints, EndpointAnswers answers, CancellationToken cancellation)
        => await answers.OfAsync((await RequireAsync(project, endpoint, endpoints, cancellation)).Route, cancellation);

    private static async Task<EndpointContract> ContractAsync(string project, string endpoint, IEndpoints endpoints, EndpointReading reading, CancellationToken cancellation)
        => await reading.ContractAsync(await RequireAsync(project, endpoint, endpoints, cancellation), cancellation);

    private static async Task<IReadOnlyList<DayCount>> DaysAsync(
        string project, string endpoint, IEndpoints endpoints, IPredictionLog log, int? last, TimeProvider clock, CancellationToken cancellation)
    {
        EndpointView e = await RequireAsync(project, endpoint, endpoints, cancellation);
        DateTimeOffset now = clock.GetUtcNow();
        return await log.CountsAsync(project, e.Name, e.Environment, now.AddDays(-Cursor.Limit(last)), now.AddDays(1), cancellation);
    }

    internal static async Task<EndpointView> RequireAsync(string project, string route, IEndpoints endpoints, CancellationToken cancellation)
        => await endpoints.ByRouteAsync(route, cancellation) is { } e && e.Project == project ? e
            : throw ApiException.NotFound("endpoint", route, $"GET /api/v1/projects/{project}/endpoints lists them.");
}
