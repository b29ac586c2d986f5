using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Changes;

/// <summary>Who answers for a contract and for what relies on it.</summary>
internal sealed class ContractRoles(IRoles roles)
{
    private const string Owner = "owner";

    /// <summary>What the person held before; roles given by the change itself, or for its sake, count for nothing.</summary>
    public IReadOnlyList<string> Of(SqlSession s, string project, string person, long before) => [.. Held(s, project, before).Where(h => h.Person == person).Select(h => h.Role)];

    /// <summary>The roles that are meant; the project's owner stands in for one that nobody held before.</summary>
    public IReadOnlyList<string> Answering(SqlSession s, string project, IEnumerable<string> meant, long before)
    {
        HashSet<string> held = [.. Held(s, project, before).Select(h => h.Role)];
        return [.. meant.Select(r => held.Contains(r) ? r : Owner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private IEnumerable<(string Person, string Role)> Held(SqlSession s, string project, long before)
        => roles.PeopleOf(s, project).SelectMany(p => p.Roles.Where(r => r.Since.ToUnixTimeMilliseconds() < before).Select(r => (p.Person, r.Role)));
}
