using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <summary>Pauses a project, takes it up again, retires it.</summary>
internal sealed class Lifecycle(ProjectDesk desk, ILedger ledger, Adoption adoption, Synchronization synchronization, ProjectListeners listeners)
{
    public Task<ProjectView> PauseAsync(string project, string? reason, Actor actor, CancellationToken cancellation)
        => MoveAsync(project, [ProjectStates.Active], ProjectStates.Paused, (s, row) => Append(s, "project.paused", row, reason, actor), cancellation);

    public Task<ProjectView> ResumeAsync(string project, Actor actor, CancellationToken cancellation)
        => MoveAsync(project, [ProjectStates.Paused], ProjectStates.Active, (s, row) => adoption.Declare(s, row with { DeclaredAt = desk.World.Now.ToUnixTimeMilliseconds() }, actor), cancellation);

    public Task<ProjectView> RetireAsync(string project, string? reason, Actor actor, CancellationToken cancellation)
        => MoveAsync(project, [ProjectStates.Active, ProjectStates.Paused], ProjectStates.Retired, (s, row) =>
        {
            synchronization.RemoveTimer(s, row.Name);
            Append(s, "project.retired", row, reason, actor);
        }, cancellation);

    private Task<ProjectView> MoveAsync(string project, string[] from, string to, Action<SqlSession, ProjectRow> act, CancellationToken cancellation)
        => desk.Database.WriteAsync(s =>
        {
            // Nobody adopts another file meanwhile, nor gives a role of this one.
            ProjectRow row = desk.Store.Lock(s, project) ?? throw ApiException.NotFound("project", project);
            if (!from.Contains(row.State) || !desk.Store.SetState(s, project, row.State, to)) throw ApiException.Conflict($"The project is {row.State}.");
            act(s, row with { State = to });
            ProjectView after = desk.Projects.Find(s, project)!;
            listeners.StateChanged(s, after);
            return after;
        }, cancellation: cancellation);

    private void Append(SqlSession s, string type, ProjectRow row, string? reason, Actor actor)
        => ledger.Append(s, new EventDraft(type, row.Name, row.Name, actor) { Data = new JsonObject { ["reason"] = reason } });
}
