using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Delivery;

/// <summary>Approvals, given by people in a role they hold, on the record.</summary>
internal sealed class ApprovalBook(ApprovalStore store, IRoles roles, ILedger ledger, RealTime real)
{
    public static IReadOnlyList<string> Kinds { get; } = ["release", "version", "waiver", "marker"];

    /// <summary>Whether a role has agreed to the release, or to its version wherever it goes.</summary>
    public bool IsApproved(SqlSession s, Release r, string role) =>
        (store.Newest(s, r.Project, "release", r.Id, role) ?? store.Newest(s, r.Project, "version", r.VersionId, role)) is { Answer: Approval.Given };

    /// <exception cref="ApiException">403: the actor is no person, or does not hold the role.</exception>
    public Approval Record(SqlSession s, Approval draft, string? digest, Actor actor, IReadOnlyList<string> cause)
    {
        if (actor.Kind != "person") throw ApiException.Forbidden("Only a person can approve.");
        if (!roles.RolesOf(s, draft.Project, actor.Id).Contains(draft.AsRole))
            throw new ApiException(403, "forbidden", $"You do not hold the role '{draft.AsRole}' in this project.") { Field = "as_role", Mend = roles.HowToHold(s, draft.Project, actor.Id, draft.AsRole) };
        LedgerEvent e = ledger.Append(s, new EventDraft(draft.Answer == Approval.Given ? "approval.given" : "approval.refused", "ap-" + Ulid.New(real.Now), draft.Project, actor)
        {
            Cause = cause,
            Data = new JsonObject
            {
                ["of"] = new JsonObject { ["kind"] = draft.Kind, ["id"] = draft.SubjectId, ["digest"] = digest },
                ["as_role"] = draft.AsRole,
                ["reason"] = draft.Reason,
            },
        });
        Approval approval = draft with { Id = e.Subject.Id, Person = actor.Id, At = e.At.ToUnixTimeMilliseconds(), EventId = e.Id };
        store.Insert(s, approval);
        return approval;
    }
}
