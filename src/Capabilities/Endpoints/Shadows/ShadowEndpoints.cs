using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Endpoints;

/// <summary>The shadow of an endpoint over HTTP: set it, end it, hold what it said against the answers.</summary>
internal static class ShadowEndpoints
{
    private const int Days = 7;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/endpoints/{endpoint}/shadow").WithTags("endpoints");
        group.MapGet("", CompareAsync);
        group.MapPost("", SetAsync);
        group.MapDelete("", ClearAsync);
    }

    private static async Task<EndpointAnswer> SetAsync(
        string project, string endpoint, ShadowRequest request, IEndpoints endpoints, IModels models, ShadowDesk desk, EndpointAnswers answers, HttpContext context, CancellationToken cancellation)
    {
        EndpointView e = await EndpointEndpoints.RequireAsync(project, endpoint, endpoints, cancellation);
        if (request.Version is not { } number) throw ApiException.Invalid("version", "'version' is the number of a version of the endpoint's model.");
        ModelVersionView version = await models.FindAsync(project, e.Model, number, cancellation) ?? throw ApiException.NotFound("version", $"{e.Model}/{number}");
        await desk.SetAsync(e, version, PermilleOf(request.Share), context.Actor(), cancellation);
        EndpointAnswer answer = await answers.OfAsync(e.Route, cancellation);
        if (answer.Live?.Shadow?.Fault is not { } fault) return answer;
        await desk.ClearAsync(e, context.Actor(), cancellation);
        throw ApiException.Conflict($"Version {number} cannot be asked beside '{e.Route}': {fault}", "Choose a version that takes the endpoint's inputs.");
    }

    private static async Task<IResult> ClearAsync(string project, string endpoint, IEndpoints endpoints, ShadowDesk desk, HttpContext context, CancellationToken cancellation)
    {
        await desk.ClearAsync(await EndpointEndpoints.RequireAsync(project, endpoint, endpoints, cancellation), context.Actor(), cancellation);
        return Results.NoContent();
    }

    private static async Task<ShadowComparison> CompareAsync(
        string project, string endpoint, IEndpoints endpoints, IPredictionLog log, TimeProvider clock, int? last, CancellationToken cancellation)
    {
        EndpointView e = await EndpointEndpoints.RequireAsync(project, endpoint, endpoints, cancellation);
        DateTimeOffset now = clock.GetUtcNow();
        return await log.ShadowAsync(project, e.Name, e.Environment, now.AddDays(-(last is null ? Days : Cursor.Limit(last))), now.AddDays(1), cancellation);
    }

    private static int PermilleOf(string? share)
    {
        if (share is null) return 1000;
        return Share.Parse(share) is { Ok: true, Value: var parsed } && parsed.Permille > 0
            ? parsed.Permille
            : throw ApiException.Invalid("share", "'share' is above 0% and up to 100%, in steps of 0.1%, e.g. 10%.");
    }

    internal sealed record ShadowRequest(int? Version, string? Share);
}
