using Cairn.Contracts.Projects;
using Cairn.Platform.Sql;

namespace Cairn.Data;

/// <summary>What endpoints take. The project file may ask for more of callers than is in force: that waits until those who rely on it approve.</summary>
public interface IInputContracts
{
    /// <summary>Said where an input is asked for that the file no longer names.</summary>
    const string Waiting = "a change of its inputs waits (cairn data contract changes)";

    /// <summary>The endpoint with the inputs that are in force.</summary>
    Endpoint InForce(SqlSession session, string project, Endpoint declared);

    /// <summary>The same for many: what is in force is read once.</summary>
    /// <returns>Of a project's name and the endpoint as declared.</returns>
    Func<string, Endpoint, Endpoint> AllInForce(SqlSession session);

    /// <summary>Whether the file asks for more than is in force.</summary>
    bool ChangeWaits(SqlSession session, string project, string endpoint);
}
