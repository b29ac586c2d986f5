using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Endpoints;

/// <summary>Makes endpoints of what the project file declares: one in production, and a sister in each test environment.</summary>
internal sealed class EndpointDeclarations(EndpointStore store, SnapshotSignal signal, ITimers timers, TimeProvider clock) : IProjectListener
{
    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
    {
        List<EndpointView> wanted = [.. Of(project)];
        foreach (EndpointView e in wanted.Select(w => w with { Route = Free(transaction, w) }))
        {
            store.Declare(transaction, e, clock.GetUtcNow().ToUnixTimeMilliseconds());
            timers.SetRecurring(transaction, CompactionHandler.Of(e), CompactionHandler.Cron);
        }
        foreach (EndpointView old in store.Active(transaction, project.Name))
            if (!wanted.Exists(w => w.Name == old.Name && w.Environment == old.Environment)) store.Retire(transaction, old.Project, old.Name, old.Environment);
        store.Bump(transaction);
        transaction.AfterCommit(signal.Raise);
    }

    public void StateChanged(SqlSession transaction, ProjectView project)
    {
        if (project.State != "retired") return;
        foreach (EndpointView e in store.Active(transaction, project.Name)) store.Retire(transaction, e.Project, e.Name, e.Environment);
        store.Bump(transaction);
        transaction.AfterCommit(signal.Raise);
    }

    private static IEnumerable<EndpointView> Of(ProjectView project)
    {
        string? first = project.File.Environments.Values.FirstOrDefault(e => e.Role == EnvironmentRole.Production)?.Name;
        return from endpoint in project.File.Endpoints.Values
               from environment in project.File.Environments.Values
               where environment.Role is EnvironmentRole.Test or EnvironmentRole.Production
               select new EndpointView
               {
                   Project = project.Name,
                   Name = endpoint.Name,
                   Environment = environment.Name,
                   EnvironmentRole = environment.Role == EnvironmentRole.Production ? "production" : "test",
                   Route = environment.Name == first ? endpoint.Name : $"{endpoint.Name}.{environment.Name}",
                   Model = EndpointModels.NameOf(project.File, endpoint.Model),
               };
    }

    /// <summary>Model names are of the whole installation: who comes second is served under <c>project.name</c>.</summary>
    private string Free(SqlSession s, EndpointView e)
        => store.ByRoute(s, e.Route) is { } taken && taken.Project != e.Project ? $"{e.Project}.{e.Route}" : e.Route;
}
