using Cairn.Contracts.Projects;
using Cairn.Platform.Sql;

namespace Cairn.Data;

/// <summary>What endpoints take. The project file may ask for more of callers than is in force: that waits until those who rely on it approve.</summary>
public interface IInputContracts
{
    /// <summary>The endpoint with the inputs that are in force.</summary>
    Endpoint InForce(SqlSession session, string project, Endpoint declared);

    /// <summary>Whether the file asks for more than is in force.</summary>
    bool ChangeWaits(SqlSession session, string project, string endpoint);
}
