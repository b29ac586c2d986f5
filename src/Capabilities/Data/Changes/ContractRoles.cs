using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Changes;

/// <summary>Who answers for a contract and for what relies on it.</summary>
internal sealed class ContractRoles(IRoles roles)
{
    private const string Owner = "owner";

    /// <summary>
    /// The roles that count for a change: those held before it, also where the same file took them; roles given by the change itself, or for its sake, count for nothing. Who owns the project now
    /// answers where nobody is left who owned it before, so that somebody always can.
    /// </summary>
    public HeldBefore Before(SqlSession s, string project, long before, IReadOnlyList<TakenRole> taken)
    {
        IReadOnlyList<PersonView> people = roles.PeopleOf(s, project);
        HashSet<(string Person, string Role)> held = [.. people.SelectMany(p => p.Roles.Where(r => r.Since.ToUnixTimeMilliseconds() < before).Select(r => (p.Person, r.Role))), .. taken.Select(t => (t.Person, t.Role))];
        if (!held.Any(h => h.Role == Owner)) held.UnionWith(people.Where(p => p.Roles.Any(r => r.Role == Owner)).Select(p => (p.Person, Owner)));
        return new HeldBefore(held);
    }

    internal sealed record HeldBefore(IReadOnlySet<(string Person, string Role)> Held)
    {
        public IReadOnlyList<string> Of(string person) => [.. Held.Where(h => h.Person == person).Select(h => h.Role)];

        /// <summary>The roles that are meant; the project's owner stands in for one that nobody held before.</summary>
        public IReadOnlyList<string> Answering(IEnumerable<string> meant)
            => [.. meant.Select(r => Held.Any(h => h.Role == r) ? r : Owner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
