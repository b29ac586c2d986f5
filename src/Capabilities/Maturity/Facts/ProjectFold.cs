using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

internal static class ProjectFold
{
    public static IEnumerable<Fact> Fold(FoldContext context)
    {
        foreach ((string person, string role, LedgerEvent e) in context.Roles.HeldNow)
            yield return new Fact("role", $"{person}:{role}", e.At, e.At, e.Grade).Set("person", person).Set("role", role);
        if (context.Project.Declared is not { } declared) yield break;
        yield return new Fact("project", context.Project.Name, declared.At, declared.At, declared.Grade)
            .Set("owner", context.Project.Owner)
            .Set("purpose", EventData.Text(declared.Data["purpose"]))
            .Set("roles", context.Roles.HeldNow.Select(r => r.Role).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray());
    }
}
