using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <summary>Follows what projects declare, within the transaction that adopts it. It sets timers and rows, waits for nothing, and may be told the same again.</summary>
public interface IProjectListener
{
    /// <summary>A new project file is in force. <paramref name="declared"/> is its <c>project.declared</c>.</summary>
    void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared);

    /// <summary>The project was paused, taken up again, or retired; see <see cref="ProjectView.State"/>.</summary>
    void StateChanged(SqlSession transaction, ProjectView project)
    {
    }
}
