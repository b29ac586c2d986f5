using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Changes;

/// <summary>Who answers for a contract and for what relies on it.</summary>
internal sealed class ContractRoles(IRoles roles)
{
    private const string Owner = "owner";

    public IReadOnlyList<string> Of(SqlSession s, string project, string person) => roles.RolesOf(s, project, person);

    /// <summary>The roles that are meant; the project's owner stands in for one that nobody holds.</summary>
    public IReadOnlyList<string> Answering(SqlSession s, string project, IEnumerable<string> meant)
    {
        HashSet<string> held = [.. roles.PeopleOf(s, project).SelectMany(p => p.Roles).Select(r => r.Role)];
        return [.. meant.Select(r => held.Contains(r) ? r : Owner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
