using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

/// <summary>Counts what people did for a release: steps, approvals, minutes, touches of data scientists, and who answered for it.</summary>
internal static class HumanWork
{
    private const string DataScientist = "data-scientist";

    public static void Add(Fact release, SubjectLog log, FoldContext context)
    {
        LedgerEvent[] acts = [.. log.Events.Where(e => e.Actor.Kind == "person")];
        LedgerEvent[] approvals = [.. Approvals(release, context)];
        int demanded = Demanded(release, context) ? approvals.Length : 0;
        LedgerEvent? approval = approvals.LastOrDefault(a => ApprovalFold.RoleOf(a, context.Roles) is not null);
        string? role = approval is null ? null : ApprovalFold.RoleOf(approval, context.Roles);
        release
            .Set("hands", acts.Length + approvals.Length - demanded)
            .Set("approvals", demanded)
            .Set("ds_hands", acts.Concat(approvals).Count(e => context.HeldBy(e, DataScientist)))
            .Set("minutes", Minutes(log, approvals))
            .Set("approver_role", role)
            .Set("role_held_days", role is null ? null : (approval!.At - context.Roles.Since(approval.Actor.Id, role, approval.At)!.Value).TotalDays)
            .Set("initiator_role", Initiator(log.First, context));
    }

    /// <summary>Whether a policy older than the release asks for approvals, so that they are not a person's own step.</summary>
    public static bool Demanded(Fact release, FoldContext context) =>
        !context.CountApprovals && context.Project.DemandsApproval(release.Text("env"), release.Born);

    private static IEnumerable<LedgerEvent> Approvals(Fact release, FoldContext context)
    {
        IEnumerable<LedgerEvent> ofVersion = release.Text("version") is { } version ? context.ApprovalsOf(version) : [];
        DateTimeOffset end = release.Pending ? context.Now : release.At;
        return context.ApprovalsOf(release.Id).Concat(ofVersion).Where(a => a.At <= end).DistinctBy(a => a.Id).OrderBy(a => a.At);
    }

    // From the approval (or the start, when nobody had to approve) until the first answer may come from the new version.
    private static double? Minutes(SubjectLog log, LedgerEvent[] approvals)
    {
        LedgerEvent? serving = log.Events.FirstOrDefault(e => e.Type == "release.moved" && EventData.Number(e.Data["weight"]) is > 0)
            ?? log.Find("release.finished");
        if (serving is null) return null;
        LedgerEvent? approval = approvals.LastOrDefault(a => a.At <= serving.At);
        return (serving.At - (approval?.At ?? log.First.At)).TotalMinutes;
    }

    private static string Initiator(LedgerEvent started, FoldContext context)
    {
        if (started.Actor.Kind != "person") return started.Actor.Kind;
        IReadOnlyList<string> roles = context.Roles.At(started.Actor.Id, started.At);
        return roles.Contains(DataScientist) ? DataScientist : roles is [string first, ..] ? first : "none";
    }
}
