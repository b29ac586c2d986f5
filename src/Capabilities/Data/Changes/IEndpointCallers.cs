using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data;

/// <summary>Rooms to the right say who calls an endpoint, and so relies on what it takes.</summary>
public interface IEndpointCallers
{
    /// <summary>In words; empty where it serves nothing.</summary>
    IReadOnlyList<string> Of(SqlSession session, ProjectView project, string endpoint);
}
