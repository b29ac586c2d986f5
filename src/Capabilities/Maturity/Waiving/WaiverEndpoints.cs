using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Maturity.Waiving;

internal static class WaiverEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/waivers").WithTags("maturity");
        group.MapGet("", ListAsync);
        group.MapPost("", AskAsync);
        group.MapPost("/{id}/approve", ApproveAsync);
        group.MapPost("/{id}/revoke", RevokeAsync);
    }

    private static async Task<IReadOnlyList<WaiverView>> ListAsync(string project, IProjects projects, IDatabase database, WaiverStore store, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return [.. (await database.ReadAsync(s => store.Of(s, project), cancellation)).Select(WaiverView.Of)];
    }

    private static async Task<IResult> AskAsync(string project, WaiverAsk ask, IProjects projects, WaiverDesk desk, HttpContext context, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return Results.Created((string?)null, WaiverView.Of(await desk.AskAsync(project, ask, context.Actor(), cancellation)));
    }

    private static async Task<WaiverView> ApproveAsync(string project, string id, ActRequest? request, WaiverDesk desk, HttpContext context, CancellationToken cancellation)
        => WaiverView.Of(await desk.ApproveAsync(project, id, request?.AsRole, context.Actor(), cancellation));

    private static async Task<WaiverView> RevokeAsync(string project, string id, ActRequest? request, WaiverDesk desk, HttpContext context, CancellationToken cancellation)
        => WaiverView.Of(await desk.RevokeAsync(project, id, request?.Reason, context.Actor(), cancellation));

    internal sealed record ActRequest(string? AsRole, string? Reason);

    internal sealed record WaiverView(string Id, string Capability, string Reason, string State, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset Until, string? ApprovedBy)
    {
        public static WaiverView Of(WaiverRow row) => new(
            row.Id, row.Capability, row.Reason, row.State, row.AskedBy, DateTimeOffset.FromUnixTimeMilliseconds(row.AskedAt), DateTimeOffset.FromUnixTimeMilliseconds(row.UntilAt), row.ApprovedBy);
    }
}
