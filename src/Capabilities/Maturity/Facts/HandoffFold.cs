using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

internal static class HandoffFold
{
    private static readonly string[] Package = ["model", "signature", "example", "limits"];

    public static IEnumerable<Fact> Fold(FoldContext context) => context.Log.Of("handoff").Select(One);

    private static Fact One(SubjectLog log)
    {
        LedgerEvent? answered = log.Find("handoff.answered");
        Fact fact = log.Fact(pending: answered is null)
            .Set("version", log.Text("version"))
            .Set("to_role", log.Text("to_role"))
            .Set("complete", Package.All(log.Texts("checklist").Contains))
            .Set("sender", log.First.Actor.Id);
        return answered is null ? fact : fact.Set("accepted", log.Flag("accepted") ?? false).Set("receiver", answered.Actor.Id);
    }
}
