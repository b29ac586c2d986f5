using Cairn.Maturity.Model;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Maturity.Statements;

internal static class StatementEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/statements").WithTags("maturity");
        group.MapGet("", ListAsync);
        group.MapPost("", MakeAsync);
        group.MapPost("/{id}/revoke", RevokeAsync);
    }

    /// <summary>Every statement the model knows, with who makes it now.</summary>
    private static async Task<IReadOnlyList<StatementView>> ListAsync(string project, IProjects projects, IDatabase database, StatementStore store, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        ILookup<string, StatementRow> made = (await database.ReadAsync(s => store.Of(s, project), cancellation)).ToLookup(r => r.Id, StringComparer.Ordinal);
        return [.. MaturityModel.Current.File.Attestations.Select(a => new StatementView(a.Id, a.Statement, a.Roles, a.Days, a.Counts, [.. made[a.Id].Select(MadeView.Of)]))];
    }

    private static async Task<IResult> MakeAsync(string project, StatementRequest request, IProjects projects, StatementDesk desk, HttpContext context, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return Results.Created((string?)null, MadeView.Of(await desk.MakeAsync(project, request.Id, request.AsRole, context.Actor(), cancellation)));
    }

    private static async Task<IResult> RevokeAsync(string project, string id, RoleRequest? request, IProjects projects, StatementDesk desk, HttpContext context, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        await desk.RevokeAsync(project, id, request?.AsRole, context.Actor(), cancellation);
        return Results.NoContent();
    }

    internal sealed record StatementRequest(string? Id, string? AsRole);

    internal sealed record RoleRequest(string? AsRole);

    /// <param name="Counts"><c>alternative</c>, <c>supporting</c> or <c>required</c>.</param>
    internal sealed record StatementView(string Id, string Statement, IReadOnlyList<string> Roles, int Days, string Counts, IReadOnlyList<MadeView> Made);

    internal sealed record MadeView(string Id, string Person, string AsRole, DateTimeOffset At, DateTimeOffset Expires)
    {
        public static MadeView Of(StatementRow row)
            => new(row.Id, row.Person, row.Role, DateTimeOffset.FromUnixTimeMilliseconds(row.MadeAt), DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAt));
    }
}
