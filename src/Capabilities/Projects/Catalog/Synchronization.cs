using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <summary>Looks at a project's repository and adopts a new head, when asked and by a timer.</summary>
internal sealed class Synchronization(GitRepositories repositories, ProjectDesk desk, Adoption adoption, FileWriters writers, ITimers timers, ProjectsOptions options)
{
    /// <exception cref="ApiException">404, 409 for a retired project, 422 when it cannot be fetched, 400 when its file is faulty; the reason is also kept with the project.</exception>
    public async Task<SyncResult> RunAsync(string project, Actor actor, CancellationToken cancellation)
    {
        ProjectRow row = await desk.Database.ReadAsync(s => desk.Store.Find(s, project), cancellation) ?? throw ApiException.NotFound("project", project);
        if (row.State == ProjectStates.Retired) throw ApiException.Conflict("The project is retired.");
        try
        {
            return await LookAsync(row, actor, cancellation);
        }
        catch (ApiException e)
        {
            await RecordAsync(project, FaultOf(e), cancellation);
            throw;
        }
    }

    /// <summary>Makes the repository be looked at from time to time.</summary>
    public void SetTimer(SqlSession s, string project)
    {
        string? cron = options.SyncCron ?? (desk.World.Simulated ? null : "* * * * *");
        if (cron is not null) timers.SetRecurring(s, new JobDraft(SyncHandler.JobKind, TimerOf(project), project, new SyncJob(project)), cron);
    }

    public void RemoveTimer(SqlSession s, string project) => timers.Remove(s, TimerOf(project));

    private static string TimerOf(string project) => "projects.sync:" + project;

    private async Task<SyncResult> LookAsync(ProjectRow row, Actor actor, CancellationToken cancellation)
    {
        string commit = await repositories.FetchAsync(row.Name, cancellation);
        if (commit == row.CommitId)
        {
            await RecordAsync(row.Name, null, cancellation);
            return new SyncResult(commit, Moved: false, Declared: false);
        }
        byte[]? bytes = await repositories.ReadAsync(row.Name, commit, ProjectFiles.FileName, ProjectFile.MaxBytes, cancellation);
        ProjectHead head = ProjectHead.Read(commit, bytes, desk.World);
        if (head.File.Project.Name != row.Name)
            throw ApiException.Conflict($"The file at {commit[..12]} names the project otherwise; a project keeps its name.", $"Name it '{row.Name}' again.");
        long now = desk.World.Now.ToUnixTimeMilliseconds();
        IReadOnlyList<Signature> wrote = row.FileDigest == head.Digest ? [] : await writers.OfAsync(row.Name, row.CommitId, commit, cancellation);
        SyncResult? moved = await desk.Database.WriteAsync(s => adoption.Move(s, row, head, wrote, now, actor), cancellation: cancellation);
        // Another look was faster: it adopted this head or a newer one.
        return moved ?? new SyncResult((await desk.Projects.RequireAsync(row.Name, cancellation)).Commit, Moved: false, Declared: false);
    }

    private Task RecordAsync(string project, SyncFault? fault, CancellationToken cancellation)
    {
        string? json = fault is null ? null : JsonSerializer.Serialize(fault, ApiJson.Options);
        return desk.Database.WriteAsync(s => desk.Store.SetSynced(s, project, desk.World.Now.ToUnixTimeMilliseconds(), json), cancellation: cancellation);
    }

    private static SyncFault FaultOf(ApiException e)
        => new(e.Message, e.Extensions.GetValueOrDefault("commit") as string, e.Extensions.GetValueOrDefault("faults") as IReadOnlyList<FileFault> ?? []);
}

internal sealed record SyncJob(string Project);
