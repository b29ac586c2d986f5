using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Projects;

/// <summary>Everybody who follows projects. Found when first needed: listeners may themselves ask for projects.</summary>
internal sealed class ProjectListeners(IServiceProvider services)
{
    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
    {
        foreach (IProjectListener listener in services.GetServices<IProjectListener>()) listener.Declared(transaction, project, declared);
    }

    public void StateChanged(SqlSession transaction, ProjectView project)
    {
        foreach (IProjectListener listener in services.GetServices<IProjectListener>()) listener.StateChanged(transaction, project);
    }

    public void Moved(SqlSession transaction, ProjectView project, string? from)
    {
        foreach (IHeadListener listener in services.GetServices<IHeadListener>()) listener.Moved(transaction, project, from);
    }
}
