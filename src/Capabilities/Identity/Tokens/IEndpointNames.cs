using Cairn.Platform.Sql;

namespace Cairn.Identity;

/// <summary>The endpoints that a token can be made for; who keeps them says so.</summary>
public interface IEndpointNames
{
    /// <summary>Routes of those that are there, in order.</summary>
    IReadOnlyList<string> Routes(SqlSession session);
}
