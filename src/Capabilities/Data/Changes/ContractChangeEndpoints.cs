using Cairn.Platform.Http;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Changes;

/// <summary>Breaking changes of contracts: what waits, and the answers of those who rely on them.</summary>
internal static class ContractChangeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/contract-changes").WithTags("data");
        group.MapGet("", ListAsync);
        group.MapPost("{id}/answer", (HttpContext context, ContractChangeDesk desk, string project, string id, AnswerBody body, CancellationToken cancellation)
            => desk.AnswerAsync(project, id, body.Answer, body.AsRole, body.Reason, context.Actor(), cancellation));
    }

    private static async Task<Page<ContractChangeView>> ListAsync(IProjects projects, ContractChangeDesk desk, string project, string? after, int? limit, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        return Page<ContractChangeView>.Of(await desk.ListAsync(project, Cursor.Decode(after), count + 1, cancellation), count, c => c.Id);
    }

    /// <param name="Answer"><c>given</c> or <c>refused</c>.</param>
    internal sealed record AnswerBody(string? Answer, string? AsRole, string? Reason);
}
