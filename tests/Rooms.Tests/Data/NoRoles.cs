using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Data;

/// <summary>Projects in which nobody holds a role.</summary>
internal sealed class NoRoles : IRoles
{
    public IReadOnlyList<string> RolesOf(SqlSession session, string project, string person) => [];

    public IReadOnlyList<PersonView> PeopleOf(SqlSession session, string project) => [];

    public string? OwnerOf(SqlSession session, string project) => null;

    public string HowToHold(SqlSession session, string project, string person, string role) => "";

    public string PersonOf(SqlSession session, string project, Signature signature, bool whole) => "person:" + signature.Name;
}
