using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Delivery;

/// <summary>Hand-offs of versions. The checklist of an offer is computed here; what a client says of it is not asked.</summary>
internal static class HandoffEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/handoffs").WithTags("handoffs");
        group.MapGet("", ListAsync);
        group.MapPost("", OfferAsync);
        group.MapPost("/{handoff}/answer", AnswerAsync);
    }

    private static async Task<Page<HandoffAnswer>> ListAsync(string project, IProjects projects, IDatabase database, HandoffDesk desk, string? after, int? limit, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        string? before = Cursor.Decode(after);
        Page<Handoff> page = Page<Handoff>.Of(await database.ReadAsync(s => desk.Store.List(s, project, before, count + 1), cancellation), count, h => h.Id);
        return new Page<HandoffAnswer>([.. page.Items.Select(HandoffAnswer.Of)], page.Next);
    }

    internal static async Task<IResult> OfferAsync(string project, OfferRequest request, IProjects projects, HandoffDesk desk, HttpContext context, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        if (string.IsNullOrEmpty(request.Version)) throw ApiException.Invalid("version", "'version' names what is handed over, as model/number.");
        if (string.IsNullOrEmpty(request.ToRole)) throw ApiException.Invalid("to_role", "'to_role' names the role that takes it over.");
        Handoff offer = await desk.OfferAsync(project, request.Version, request.ToRole, request.Reason, context.Actor(), cancellation);
        return Results.Created($"/api/v1/projects/{project}/handoffs/{offer.Id}", HandoffAnswer.Of(offer));
    }

    internal static async Task<HandoffAnswer> AnswerAsync(string project, string handoff, AnswerRequest request, HandoffDesk desk, HttpContext context, CancellationToken cancellation)
    {
        if (request.Accepted is null) throw ApiException.Invalid("accepted", "'accepted' must be true or false.");
        return HandoffAnswer.Of(await desk.AnswerAsync(project, handoff, request.Accepted.Value, request.Reason, context.Actor(), cancellation));
    }

    internal sealed record OfferRequest(string? Version, string? ToRole, string? Reason);

    internal sealed record AnswerRequest(bool? Accepted, string? Reason);
}

/// <summary>A hand-off as the API tells it.</summary>
public sealed record HandoffAnswer(
    string Id, string Version, string ToRole, string From, IReadOnlyList<string> Checklist, string State, string? AnsweredBy, string? Reason, DateTimeOffset OfferedAt, DateTimeOffset? AnsweredAt)
{
    internal static HandoffAnswer Of(Handoff h) => new(
        h.Id, h.VersionId, h.ToRole, h.FromPerson, h.Checklist.Split(' ', StringSplitOptions.RemoveEmptyEntries), h.State, h.AnsweredBy, h.Reason,
        DateTimeOffset.FromUnixTimeMilliseconds(h.OfferedAt), h.AnsweredAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);
}
