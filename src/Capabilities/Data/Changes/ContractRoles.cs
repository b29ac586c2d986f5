using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Changes;

/// <summary>Who answers for a contract and for what relies on it.</summary>
internal sealed class ContractRoles(IRoles roles)
{
    private const string Owner = "owner";

    /// <summary>
    /// The roles that count for a change: those held before it, also where the same look took them; roles given by the change itself, or for its sake, count for nothing. Who owns the project now
    /// answers too where nobody is left who owned it before, and for a role of which all holders before have left, so that somebody always can.
    /// </summary>
    public HeldBefore Before(SqlSession s, string project, long before, IReadOnlyList<TakenRole> taken)
    {
        IReadOnlyList<PersonView> people = roles.PeopleOf(s, project);
        HashSet<(string Person, string Role)> held = [.. people.SelectMany(p => p.Roles.Where(r => r.Since.ToUnixTimeMilliseconds() < before).Select(r => (p.Person, r.Role))), .. taken.Select(t => (t.Person, t.Role))];
        HashSet<string> present = [.. people.Select(p => p.Person)];
        HashSet<string> left = [.. held.GroupBy(h => h.Role).Where(r => !r.Any(h => present.Contains(h.Person))).Select(r => r.Key)];
        if (left.Contains(Owner) || !held.Any(h => h.Role == Owner)) held.UnionWith(people.Where(p => p.Roles.Any(r => r.Role == Owner)).Select(p => (p.Person, Owner)));
        return new HeldBefore(held, left);
    }

    /// <param name="Left">Roles of which nobody who held them before is in the project any more.</param>
    internal sealed record HeldBefore(IReadOnlySet<(string Person, string Role)> Held, IReadOnlySet<string> Left)
    {
        public IReadOnlyList<string> Of(string person) => [.. Held.Where(h => h.Person == person).Select(h => h.Role)];

        /// <summary>The roles that are meant; the project's owner stands in for one that nobody held before.</summary>
        public IReadOnlyList<string> Answering(IEnumerable<string> meant)
            => [.. meant.Select(r => Held.Any(h => h.Role == r) ? r : Owner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        /// <summary>Those of whom one is asked. Whoever left may answer still, but perhaps never does: the project's owner may too.</summary>
        public AskedRoles Asked(IReadOnlyList<string> answering) => new(answering.Any(Left.Contains) ? [.. answering.Append(Owner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : answering);
    }
}
