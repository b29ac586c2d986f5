using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>Makes releases. A newer one takes the place of those that wait; one that is already serving is left to end, and the newer waits for it.</summary>
internal sealed class ReleaseStarter(ReleaseMachine machine)
{
    public DateTimeOffset Now => machine.Now;

    /// <summary>The release of this cause, made now or before.</summary>
    public Release Start(SqlSession s, Release draft, Actor actor)
    {
        if (machine.Store.ByKey(s, draft.Key) is { } made) return made;
        long number = machine.Store.NextNumber(s), now = machine.Now.ToUnixTimeMilliseconds();
        Release release = draft with { Id = $"rel-{number}", Number = number, State = ReleaseStates.Queued, Seq = 1, CreatedAt = now, UpdatedAt = now, StepAt = now, Actor = ReleaseMachine.StartedBy(actor) };
        release = release with { StartedEvent = Tell(s, release, actor).Id };
        foreach (Release waiting in machine.Store.Held(s, release).Where(r => r.State is ReleaseStates.Queued or ReleaseStates.AwaitingApproval))
            machine.Move(s, waiting, new ReleaseMove(ReleaseStates.Superseded, actor) { Reason = $"superseded by {release.Id}" });
        machine.Store.Insert(s, release);
        machine.Store.Journal(s, new ReleaseLine { ReleaseId = release.Id, Seq = 1, At = now, FromState = "", ToState = release.State, Actor = actor.Id, Reason = draft.Reason });
        machine.Next(s, release, null);
        return release;
    }

    private LedgerEvent Tell(SqlSession s, Release r, Actor actor) => machine.Ledger.Append(s, new EventDraft("release.started", r.Id, r.Project, actor)
    {
        SubjectDigest = r.Digest,
        Cause = r.Cause is null ? [] : [r.Cause],
        Data = new JsonObject
        {
            ["of"] = r.Kind,
            ["env"] = r.Environment,
            [r.Kind == Release.Model ? "endpoint" : "name"] = r.Name,
            ["version"] = r.VersionId,
            ["trigger"] = r.TriggerKind,
            ["strategy"] = r.Strategy,
            ["steps"] = new JsonArray([.. r.Planned.Weights.Select(w => (JsonNode)(w / 1000.0))]),
            ["plan"] = r.Planned.ToRecord(r.VersionId),
            ["commit"] = r.CommitId,
            ["rollback"] = r.Rollback ? true : null,
            ["reason"] = r.Reason,
        },
    });
}
