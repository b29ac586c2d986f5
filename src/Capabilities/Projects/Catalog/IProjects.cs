using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <summary>The registered projects.</summary>
public interface IProjects
{
    Task<ProjectView?> FindAsync(string name, CancellationToken cancellation = default);

    /// <exception cref="ApiException">404: there is no such project.</exception>
    Task<ProjectView> RequireAsync(string name, CancellationToken cancellation = default);

    /// <summary>All but the retired ones, by name.</summary>
    Task<IReadOnlyList<ProjectView>> ListAsync(CancellationToken cancellation = default);

    /// <summary>The same by name alone, also those whose stored file this release does not take.</summary>
    Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation = default);

    ProjectView? Find(SqlSession session, string name);
}
