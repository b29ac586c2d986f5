using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <summary>Follows the branch of each project, within the transaction that adopts its new head.</summary>
public interface IHeadListener
{
    /// <param name="from">Head adopted before; null when the project was registered just now.</param>
    void Moved(SqlSession transaction, ProjectView project, string? from);
}
