using Cairn.Identity;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Projects;

/// <summary>Projects over HTTP: register, list, look at, sync, pause, resume, retire.</summary>
internal static class ProjectEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder projects = routes.MapGroup("/api/v1/projects").WithTags("projects");
        projects.MapPost("", RegisterAsync);
        projects.MapGet("", ListAsync).ChecksProject();
        projects.MapGet("/{project}", FindAsync);
        projects.MapGet("/{project}/file", FileAsync);
        projects.MapPost("/{project}/sync", SyncAsync);
        projects.MapPost("/{project}/pause", (string project, ReasonRequest? request, Lifecycle lifecycle, HttpContext context, CancellationToken c) => lifecycle.PauseAsync(project, request?.Reason, context.Actor(), c).AnswerAsync());
        projects.MapPost("/{project}/resume", (string project, Lifecycle lifecycle, HttpContext context, CancellationToken c) => lifecycle.ResumeAsync(project, context.Actor(), c).AnswerAsync());
        projects.MapPost("/{project}/retire", (string project, ReasonRequest? request, Lifecycle lifecycle, HttpContext context, CancellationToken c) => lifecycle.RetireAsync(project, request?.Reason, context.Actor(), c).AnswerAsync());
    }

    /// <summary>201 with the project; 200 when it is there already from this repository and branch (it is synced then).</summary>
    private static async Task<IResult> RegisterAsync(RegisterRequest request, Registration registration, ProjectDesk desk, IRoles roles, HttpContext context, CancellationToken cancellation)
    {
        RepositoryAddress address = RepositoryAddress.Parse(request.Repository);
        if (address.IsLocal && !context.Access().Local)
            throw ApiException.Forbidden("A path on the server's machine is taken from that machine only.", "Register an https URL, or register the path there.");
        (ProjectView project, bool fresh) = await registration.RunAsync(address, request.Branch, context.Actor(), cancellation);
        ProjectAnswer answer = await AnswerAsync(desk, roles, project.Name, cancellation);
        return fresh ? Results.Created($"/api/v1/projects/{project.Name}", answer) : Results.Ok(answer);
    }

    private static async Task<Page<ProjectAnswer>> ListAsync(ProjectDesk desk, IRoles roles, HttpContext context, bool? retired, string? after, int? limit, CancellationToken cancellation)
    {
        int count = Cursor.Limit(limit);
        string? last = Cursor.Decode(after);
        Access access = context.Access();
        IReadOnlyList<(ProjectRow Row, string? Owner)> rows = await desk.Database.ReadAsync(s => (IReadOnlyList<(ProjectRow, string?)>)
        [
            .. desk.Store.List(s, retired ?? false).Where(r => access.Sees(r.Name) && (last is null || string.CompareOrdinal(r.Name, last) > 0)).Take(count + 1)
                .Select(r => (r, roles.OwnerOf(s, r.Name))),
        ], cancellation);
        return Page<ProjectAnswer>.Of([.. rows.Select(r => ProjectAnswer.Of(r.Row, desk.Projects.ViewOf(r.Row).File, r.Owner))], count, p => p.Name);
    }

    private static Task<ProjectAnswer> FindAsync(string project, ProjectDesk desk, IRoles roles, CancellationToken cancellation) => AnswerAsync(desk, roles, project, cancellation);

    private static async Task<IResult> FileAsync(string project, ProjectDesk desk, CancellationToken cancellation)
        => Results.Text((await RowAsync(desk, project, cancellation)).File, "text/plain; charset=utf-8");

    private static async Task<SyncResult> SyncAsync(string project, Synchronization synchronization, ProjectDesk desk, RoleStore roles, HttpContext context, CancellationToken cancellation)
        => await synchronization.RunAsync(project, context.Actor(), cancellation) with { Waiting = await PeopleEndpoints.WaitingAsync(project, desk, roles, cancellation) };

    private static async Task<ProjectAnswer> AnswerAsync(ProjectDesk desk, IRoles roles, string project, CancellationToken cancellation)
    {
        ProjectRow row = await RowAsync(desk, project, cancellation);
        return ProjectAnswer.Of(row, desk.Projects.ViewOf(row).File, await desk.Database.ReadAsync(s => roles.OwnerOf(s, project), cancellation));
    }

    private static async Task<ProjectRow> RowAsync(ProjectDesk desk, string project, CancellationToken cancellation)
        => await desk.Database.ReadAsync(s => desk.Store.Find(s, project), cancellation) ?? throw ApiException.NotFound("project", project);

    private static async Task<StateAnswer> AnswerAsync(this Task<ProjectView> change) => await change is var p ? new StateAnswer(p.Name, p.State) : null!;

    /// <param name="Branch">The one the repository's HEAD names, when absent.</param>
    internal sealed record RegisterRequest(string? Repository, string? Branch);

    internal sealed record ReasonRequest(string? Reason);

    internal sealed record StateAnswer(string Name, string State);
}
