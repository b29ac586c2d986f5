using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

/// <summary>What every fold sees: the log, who held which role, the project's settings.</summary>
/// <param name="CountApprovals">Approvals demanded by policy count as human steps (profile solo).</param>
internal sealed record FoldContext(EventLog Log, RoleBook Roles, ProjectSettings Project, bool CountApprovals)
{
    private ILookup<string, LedgerEvent>? _approvals;

    public DateTimeOffset Now => Log.AsOf;

    /// <summary>Approvals given of a subject (release, version, marker, waiver), oldest first.</summary>
    public IEnumerable<LedgerEvent> ApprovalsOf(string id)
    {
        _approvals ??= Log.Events.Where(e => e.Type == "approval.given" && ApprovalFold.SubjectOf(e) is not null)
            .ToLookup(e => ApprovalFold.SubjectOf(e)!, StringComparer.Ordinal);
        return _approvals[id];
    }

    public bool HeldBy(LedgerEvent e, string role) => Roles.Held(e.Actor.Id, role, e.At);

    /// <summary>The span in which something made now and then still counts as live: 14 days or two beats.</summary>
    public TimeSpan Live => Project.Beat * 2 > TimeSpan.FromDays(14) ? Project.Beat * 2 : TimeSpan.FromDays(14);
}
