using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Which applications use what an endpoint serves.</summary>
public interface IPickups
{
    /// <summary>Names of those that a version behind the route answered at or after a time (domain time), in order. They name themselves: nobody vouches for it.</summary>
    IReadOnlyList<string> Applications(SqlSession s, string route, DateTimeOffset since);
}
