using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Takes an answer and lets what waited for it go on.</summary>
internal sealed class ApprovalDesk(ApprovalBook book, ReleaseMachine machine, IModels models, IDatabase database)
{
    /// <exception cref="ApiException">404: no such release or version; 403: the role is not held; 409: the release has ended.</exception>
    public async Task<Approval> AnswerAsync(Approval draft, Actor actor, CancellationToken cancellation)
    {
        Approval of = draft.Kind == "version" ? draft with { SubjectId = await VersionAsync(draft, cancellation) } : draft;
        return await database.WriteAsync(s => Answer(s, of, actor), cancellation: cancellation);
    }

    private Approval Answer(SqlSession s, Approval draft, Actor actor)
    {
        Release? release = draft.Kind == "release" ? Require(s, draft) : null;
        string? digest = release?.Digest ?? (draft.Kind == "version" ? models.Find(s, draft.SubjectId)?.Digest : null);
        Approval approval = book.Record(s, draft, digest, actor, release?.StartedEvent is { } started ? [started] : []);
        foreach (Release waiting in release is not null ? [release] : Waiting(s, draft)) GoOn(s, waiting, approval, actor);
        return approval;
    }

    private void GoOn(SqlSession s, Release r, Approval approval, Actor actor)
    {
        if (r.State != ReleaseStates.AwaitingApproval || r.Planned.Approve != approval.AsRole) return;
        if (approval.Answer == Approval.Refused) machine.Move(s, r, new ReleaseMove(ReleaseStates.Aborted, actor) { Reason = $"refused by a {approval.AsRole}" });
        else machine.Move(s, r, new ReleaseMove(ReleaseStates.Queued, actor) { Reason = $"approved by a {approval.AsRole}" });
    }

    private Release Require(SqlSession s, Approval draft)
    {
        Release release = machine.Store.Find(s, draft.SubjectId) is { } r && r.Project == draft.Project ? r : throw ApiException.NotFound("release", draft.SubjectId);
        return release.IsOpen ? release : throw ApiException.Conflict($"Release {release.Id} has ended: {release.State}.");
    }

    private IEnumerable<Release> Waiting(SqlSession s, Approval of)
        => of.Kind == "version" ? machine.Store.List(s, of.Project, null, ReleaseStates.AwaitingApproval, long.MaxValue, 100).Where(r => r.VersionId == of.SubjectId) : [];

    private async Task<string> VersionAsync(Approval draft, CancellationToken cancellation)
        => (await VersionNames.FindAsync(models, draft.Project, draft.SubjectId, cancellation) ?? throw ApiException.NotFound("version", draft.SubjectId, "Name it as model/number.")).Id;
}
