using Cairn.Identity;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <summary>Roles held in projects: granted by the project file or by hand, on the record.</summary>
public interface IRoles : IRoleLookup
{
    /// <summary>Everybody who holds a role in the project, by person.</summary>
    IReadOnlyList<PersonView> PeopleOf(SqlSession session, string project);

    /// <summary>Who owns the project in force, whoever a file that waits names; null when nobody does.</summary>
    string? OwnerOf(SqlSession session, string project);

    /// <summary>How somebody comes to hold a role that he does not hold: the mend of a refusal.</summary>
    string HowToHold(SqlSession session, string project, string person, string role);

    /// <summary>The person id that a commit's signature stands for: somebody who holds a role, else an opaque id made of the address.</summary>
    /// <param name="whole">By the whole id or the whole address alone: nobody is taken for somebody else because of a like name.</param>
    string PersonOf(SqlSession session, string project, Signature signature, bool whole = false);
}
