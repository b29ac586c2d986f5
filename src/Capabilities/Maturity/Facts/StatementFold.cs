using System.Globalization;
using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

/// <summary>One fact per statement: who makes it now, in roles really held. As old as the newest voice of its stalest role.</summary>
internal static class StatementFold
{
    public static IEnumerable<Fact> Fold(FoldContext context) =>
        context.Log.Of("statement").Where(s => Valid(s, context))
            .GroupBy(s => s.Text("id")!, StringComparer.Ordinal)
            .Select(g => One(g.Key, [.. g]));

    private static bool Valid(SubjectLog log, FoldContext context)
    {
        LedgerEvent made = log.Last;
        if (made.Type != "statement.made" || log.Text("id") is null || log.Text("as_role") is not { } role) return false;
        bool expired = DateTimeOffset.TryParse(log.Text("expires"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset expires)
            && expires <= context.Now;
        // The owner of a project speaks as owner without a grant.
        bool owner = role == "owner" && context.Project.Owner == made.Actor.Id;
        return !expired && (owner || context.HeldBy(made, role));
    }

    private static Fact One(string id, SubjectLog[] statements)
    {
        DateTimeOffset at = statements.GroupBy(s => s.Text("as_role"), StringComparer.Ordinal).Min(r => r.Max(s => s.Last.At));
        FactPerson[] people =
        [
            .. statements.GroupBy(s => s.Last.Actor.Id, StringComparer.Ordinal)
                .Select(p => new FactPerson(p.Key, [.. p.Select(s => s.Text("as_role")!).Distinct(StringComparer.Ordinal)]))
        ];
        return new Fact("statement", id, statements.Min(s => s.First.At), at, statements.Min(s => s.Grade)).Set("id_", id).Set("people", people);
    }
}
