using Cairn.Contracts.Projects;
using Cairn.Identity;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Projects;

/// <summary>Who holds which role. The owner (or an admin) grants and revokes by hand; what the file gives and what waits is given by who holds the role, too.</summary>
internal static class PeopleEndpoints
{
    private static readonly string[] Words = [.. Roles.All, PeopleOfFile.Owner];

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder people = routes.MapGroup("/api/v1/projects/{project}/people").WithTags("people");
        people.MapGet("", ListAsync);
        people.MapGet("/waiting", WaitingAsync);
        people.MapPost("", GrantAsync);
        people.MapDelete("/{person}/roles/{role}", RevokeAsync);
        routes.MapGet("/api/v1/people", EverybodyAsync).ChecksProject().WithTags("people");
    }

    private static async Task<IReadOnlyList<PersonView>> ListAsync(string project, ProjectDesk desk, IRoles roles, CancellationToken cancellation)
    {
        await desk.Projects.RequireAsync(project, cancellation);
        return await desk.Database.ReadAsync(s => roles.PeopleOf(s, project), cancellation);
    }

    internal static async Task<IReadOnlyList<WaitingRoleView>> WaitingAsync(string project, ProjectDesk desk, RoleStore roles, CancellationToken cancellation)
    {
        await desk.Projects.RequireAsync(project, cancellation);
        return await desk.Database.ReadAsync(s => (IReadOnlyList<WaitingRoleView>)[.. roles.Waiting(s, project).Select(WaitingRoleView.Of)], cancellation);
    }

    private static async Task<IReadOnlyList<Everywhere>> EverybodyAsync(ProjectDesk desk, IRoles roles, HttpContext context, CancellationToken cancellation)
    {
        Access access = context.Access();
        return await desk.Database.ReadAsync(s => (IReadOnlyList<Everywhere>)
        [
            .. desk.Store.List(s, retired: false).Where(p => access.Sees(p.Name))
                .SelectMany(p => roles.PeopleOf(s, p.Name).Select(v => (v.Person, Project: p.Name, Roles: (IReadOnlyList<string>)[.. v.Roles.Select(r => r.Role)])))
                .GroupBy(v => v.Person, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new Everywhere(g.Key, [.. g.Select(v => new InProject(v.Project, v.Roles))])),
        ], cancellation);
    }

    /// <summary>201 when granted, 200 when held already.</summary>
    internal static async Task<IResult> GrantAsync(string project, GrantRequest request, ProjectDesk desk, RoleGrants grants, HttpContext context, CancellationToken cancellation)
    {
        await desk.Projects.RequireAsync(project, cancellation);
        string person = PeopleOfFile.IdOf(request.Person ?? "");
        if (!PeopleOfFile.IsPerson(person, desk.World.Simulated)) throw ApiException.Invalid("person", "'person' is not the id of a person of this world.", "For example person:ada.");
        if (request.Role is null || !Words.Contains(request.Role)) throw ApiException.Invalid("role", $"'role' must be one of {string.Join(", ", Words)}.");
        bool granted = await desk.Database.WriteAsync(s =>
        {
            // Nobody adopts another file meanwhile.
            ProjectRow row = desk.Store.Lock(s, project) ?? throw ApiException.NotFound("project", project);
            var file = new FileRoles(desk.Projects.ViewOf(row).File.Project, row.RegisteredBy);
            return grants.Give(s, (project, file), (person, request.Role), context.Actor(), IsOwner(context));
        }, cancellation: cancellation);
        var answer = new GrantRequest(person, request.Role);
        return granted ? Results.Created($"/api/v1/projects/{project}/people", answer) : Results.Ok(answer);
    }

    internal static async Task<IResult> RevokeAsync(string project, string person, string role, ProjectDesk desk, RoleGrants grants, HttpContext context, CancellationToken cancellation)
    {
        await RequireOwnerAsync(project, desk, context, cancellation);
        var row = new RoleRow { Project = project, Person = PeopleOfFile.IdOf(person), Role = role };
        (bool revoked, bool waits) = await desk.Database.WriteAsync(s =>
        {
            desk.Store.Lock(s, project);
            return (grants.Revoke(s, row, context.Actor(), []), grants.Waits(s, row));
        }, cancellation: cancellation);
        if (revoked) return Results.NoContent();
        throw waits ? ApiException.Conflict($"'{row.Person}' has not been given '{role}' yet.", "it waits until it is given, for as long as cairn.yaml gives it: take it out there") : ApiException.NotFound("role of this person", role);
    }

    private static async Task RequireOwnerAsync(string project, ProjectDesk desk, HttpContext context, CancellationToken cancellation)
    {
        await desk.Projects.RequireAsync(project, cancellation);
        if (!IsOwner(context)) throw ApiException.Forbidden("Roles are given and taken by the project's owner.");
    }

    // A simulated person acts by its own roles, although the request comes from this machine.
    private static bool IsOwner(HttpContext context)
        => context.Actor() is var actor && (actor.Roles.Contains(PeopleOfFile.Owner) || (context.Access().Role == AccessRole.Admin && !actor.Id.StartsWith("sim:", StringComparison.Ordinal)));

    internal sealed record GrantRequest(string? Person, string? Role);

    internal sealed record Everywhere(string Person, IReadOnlyList<InProject> Projects);

    internal sealed record InProject(string Project, IReadOnlyList<string> Roles);
}
