using Cairn.Platform.Sql;

namespace Cairn.Identity;

/// <summary>Who holds which role; answered by the room that keeps projects.</summary>
public interface IRoleLookup
{
    /// <summary>Roles that <paramref name="person"/> holds in <paramref name="project"/> now; empty when none or no such project.</summary>
    IReadOnlyList<string> RolesOf(SqlSession session, string project, string person);
}
