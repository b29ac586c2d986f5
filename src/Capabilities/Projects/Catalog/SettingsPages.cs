using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Projects;

/// <summary>The page of a project's settings: who owns it, where its code is, who may do what.</summary>
internal static class SettingsPages
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/settings", FindAsync);
        pages.MapPost("/p/{project}/settings/sync", SyncAsync);
        pages.MapPost("/p/{project}/settings/pause", async (HttpContext context, string project, Lifecycle lifecycle, CancellationToken cancellation)
            => After(context, await lifecycle.PauseAsync(project, null, context.Actor(), cancellation)));
        pages.MapPost("/p/{project}/settings/resume", async (HttpContext context, string project, Lifecycle lifecycle, CancellationToken cancellation)
            => After(context, await lifecycle.ResumeAsync(project, context.Actor(), cancellation)));
        pages.MapPost("/p/{project}/settings/people", GrantAsync);
        pages.MapPost("/p/{project}/settings/people/revoke", RevokeAsync);
    }

    private static async Task<IResult> FindAsync(HttpContext context, string project, ProjectDesk desk, IRoles roles, RoleStore store, CancellationToken cancellation)
    {
        SettingsModel model = await desk.Database.ReadAsync(s =>
        {
            ProjectRow row = desk.Store.Find(s, project) ?? throw ApiException.NotFound("project", project);
            ProjectView view = desk.Projects.ViewOf(row);
            ProjectAnswer answer = ProjectAnswer.Of(row, view.File, roles.OwnerOf(s, project));
            return new SettingsModel(view, answer.Owner, row.File, answer.SyncedAt, answer.SyncFault?.Detail, [.. answer.SyncFault?.Faults.Select(f => f.ToString()) ?? []], roles.PeopleOf(s, project),
                [.. view.File.Environments.Values.Select(e => new EnvironmentRow(e, Declaration.ApproverOf(view.File, e.Name)))])
            {
                Waiting = [.. store.Waiting(s, project).Select(WaitingRoleView.Of)],
            };
        }, cancellation);
        return await Pages.Render<SettingsPage>(context, new PageInfo("Settings", Section.Settings, project, [new(project)]), new { Model = model });
    }

    private static async Task<IResult> SyncAsync(HttpContext context, string project, Synchronization synchronization, CancellationToken cancellation)
    {
        await synchronization.RunAsync(project, context.Actor(), cancellation);
        return Pages.After(context, $"/p/{project}/settings", "The repository was looked at.");
    }

    private static async Task<IResult> GrantAsync(HttpContext context, string project, [FromForm] string? person, [FromForm] string? role, ProjectDesk desk, RoleGrants grants, CancellationToken cancellation)
    {
        await PeopleEndpoints.GrantAsync(project, new PeopleEndpoints.GrantRequest(person, role), desk, grants, context, cancellation);
        return Pages.After(context, $"/p/{project}/settings", $"{person} holds the role {role}.");
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, string project, [FromForm] string? person, [FromForm] string? role, ProjectDesk desk, RoleGrants grants, CancellationToken cancellation)
    {
        await PeopleEndpoints.RevokeAsync(project, person ?? "", role ?? "", desk, grants, context, cancellation);
        return Pages.After(context, $"/p/{project}/settings", $"{person} no longer holds the role {role}.", Token.Warn);
    }

    private static IResult After(HttpContext context, ProjectView project) => Pages.After(context, $"/p/{project.Name}/settings", $"The project is {project.State}.");
}
