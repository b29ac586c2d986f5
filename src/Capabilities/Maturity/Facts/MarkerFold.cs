using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

/// <summary>Markers that the project declares; their roles are those of the people who approved or reviewed them, not of the file's claims.</summary>
internal static class MarkerFold
{
    public static IEnumerable<Fact> Fold(FoldContext context)
    {
        if (context.Project.Declared is not { } declared) yield break;
        foreach (JsonObject entry in context.Project.Entries("marker"))
        {
            if (EventData.Text(entry["name"]) is not { } name) continue;
            yield return new Fact("marker", name, declared.At, declared.At, declared.Grade)
                .Set("roles", Roles(name, declared, context))
                .Set("consumer", EventData.Texts(entry["consumers"]))
                .Set("monitor", EventData.Text(entry["monitor"]));
        }
    }

    private static string[] Roles(string name, LedgerEvent declared, FoldContext context)
    {
        IEnumerable<string> approved = context.ApprovalsOf(name).Select(a => ApprovalFold.RoleOf(a, context.Roles)).OfType<string>();
        string? commit = EventData.Text(declared.Data["commit"]);
        IEnumerable<string> reviewed = context.Log.Of("change").Where(c => commit is not null && c.Text("commit") == commit)
            .SelectMany(c => context.Roles.People(c.Texts("authors").Concat(c.Texts("reviewers")), c.Last.At))
            .SelectMany(p => p.Roles);
        return [.. approved.Concat(reviewed).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
