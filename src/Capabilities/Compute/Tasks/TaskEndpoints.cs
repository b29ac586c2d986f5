using Cairn.Compute.Targets;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Compute.Tasks;

/// <summary>Tasks of a project, their logs, and their cancellation.</summary>
internal static class TaskEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder tasks = routes.MapGroup("/api/v1/projects/{project}/tasks").WithTags("compute");
        tasks.MapGet("", ListAsync);
        tasks.MapGet("{key}", FindAsync);
        tasks.MapGet("{key}/log", TaskLogEndpoint.ReadAsync);
        tasks.MapPost("{key}/cancel", CancelAsync);
    }

    public static async Task<TaskRow> RequireAsync(IDatabase database, TaskStore store, string project, string key, CancellationToken cancellation)
        => await database.ReadAsync(s => store.Find(s, project, key), cancellation) ?? throw ApiException.NotFound("task", key);

    private static async Task<Page<TaskView>> ListAsync(ComputeParts parts, string project, string? state, string? after, int? limit, CancellationToken cancellation)
    {
        int count = Cursor.Limit(limit);
        var before = TaskPlace.Parse(Cursor.Decode(after));
        IReadOnlyList<TaskRow> rows = await parts.Database.ReadAsync(s => parts.Store.List(s, project, state, before, count + 1), cancellation);
        return Page<TaskView>.Of([.. rows.Select(r => TaskView.Of(r) with { Because = r.FinishedAt is null ? parts.Targets.Because(r.Key) : null })], count, t => new TaskPlace(t.CreatedAt.ToUnixTimeMilliseconds(), t.Key).ToString());
    }

    private static async Task<TaskView> FindAsync(IDatabase database, TaskStore store, TargetList targets, string project, string key, CancellationToken cancellation)
        => TaskView.Of(await RequireAsync(database, store, project, key, cancellation)) with { Because = targets.Because(key) };

    private static async Task<IResult> CancelAsync(IDatabase database, TaskStore store, ComputeService compute, string project, string key, CancellationToken cancellation)
    {
        TaskRow row = await RequireAsync(database, store, project, key, cancellation);
        return compute.Cancel(row.Key) ? Results.Accepted() : throw ApiException.Conflict($"The task is {row.State}; only one that waits or runs can be cancelled.");
    }
}
