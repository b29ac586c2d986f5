using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

internal static class ApprovalFold
{
    public static IEnumerable<Fact> Fold(FoldContext context) =>
        from log in context.Log.Of("approval")
        where log.Last.Type == "approval.given"
        select log.Fact()
            .Set("of", SubjectOf(log.Last))
            .Set("of_kind", EventData.Text((log.Last.Data["of"] as JsonObject)?["kind"]))
            .Set("as_role", log.Text("as_role"))
            .Set("by", log.Last.Actor.Id);

    /// <summary>The id of what an approval is about.</summary>
    public static string? SubjectOf(LedgerEvent e) => e.Data["of"] is JsonObject of ? EventData.Text(of["id"]) : EventData.Text(e.Data["of"]);

    /// <summary>The role an approval was given in, when the person really held it then.</summary>
    public static string? RoleOf(LedgerEvent approval, RoleBook roles) =>
        EventData.Text(approval.Data["as_role"]) is { } role && roles.Held(approval.Actor.Id, role, approval.At) ? role : null;
}
