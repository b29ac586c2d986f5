using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Runs;

/// <summary>What can be done to a run that a client made: its tags, and whether it is there.</summary>
internal sealed class RunActEndpoints(IDatabase database, IProjects projects, RunListStore list, RunViews views, RunService runs)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/runs/{run}").WithTags("runs");
        group.MapDelete("", DeleteAsync);
        group.MapPost("/restore", RestoreAsync);
        group.MapPost("/tags", TagAsync);
    }

    /// <summary>Hides a run; it can be restored until deleted runs are removed for good.</summary>
    private async Task<IResult> DeleteAsync(string project, string run, HttpContext context)
    {
        RunRow row = await FindAsync(project, run, deleted: false, context.RequestAborted);
        await Refusals.AsProblem(runs.SetStageAsync(row.Id, "deleted", context.Actor(), context.RequestAborted));
        return Results.NoContent();
    }

    private async Task<RunView> RestoreAsync(string project, string run, HttpContext context)
    {
        RunRow row = await FindAsync(project, run, deleted: true, context.RequestAborted);
        await Refusals.AsProblem(runs.SetStageAsync(row.Id, "active", context.Actor(), context.RequestAborted));
        return await database.ReadAsync(s => views.Of(s, [row])[0], context.RequestAborted);
    }

    /// <summary>Sets tags, all or none; one without a value is taken away.</summary>
    private async Task<RunView> TagAsync(string project, string run, TagsRequest request, HttpContext context)
    {
        (IReadOnlyList<RunTag> set, IReadOnlyList<string> gone) = request.Changes();
        RunRow row = await FindAsync(project, run, deleted: false, context.RequestAborted);
        await Refusals.AsProblem(runs.ChangeTagsAsync(row.Id, set, gone, context.RequestAborted));
        // Read again: mlflow.runName is its name.
        return await database.ReadAsync(s => views.Of(s, [list.Find(s, project, row.Id) ?? row])[0], context.RequestAborted);
    }

    private async Task<RunRow> FindAsync(string project, string run, bool deleted, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s => deleted ? list.FindDeleted(s, project, run) : list.Find(s, project, run), cancellation)
            ?? throw ApiException.NotFound(deleted ? "deleted run" : "run", run, "See the runs of the project for their names.");
    }
}
