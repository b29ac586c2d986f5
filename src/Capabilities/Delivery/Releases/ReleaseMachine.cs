using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>
/// Moves a release by compare-and-set: row, journal line, ledger event and the next job or timer in one transaction. A transition that
/// is tried again after a crash finds the sequence moved on and does nothing.
/// </summary>
internal sealed class ReleaseMachine(ReleaseStore store, ILedger ledger, IJobs jobs, ITimers timers, Downtime downtime, TimeProvider clock)
{
    public ReleaseStore Store => store;

    public ILedger Ledger => ledger;

    public Downtime Downtime => downtime;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Null when another has moved it meanwhile.</summary>
    public Release? Move(SqlSession s, Release from, ReleaseMove move, Func<Release, Release>? change = null)
    {
        if (!store.Holds(s, from)) return null;
        Release to = (change?.Invoke(from) ?? from) with
        {
            State = move.To,
            Active = ReleaseStates.IsActive(move.To),
            Seq = from.Seq + 1,
            Reason = move.Reason ?? from.Reason,
            UpdatedAt = Now.ToUnixTimeMilliseconds(),
        };
        if (!ReleaseStates.IsOpen(to.State)) to = Finished(s, to, move);
        else if (Tells(from, to)) Append(s, to, "release.moved", move, Moved(from, to, move));
        store.Move(s, to);
        store.Journal(s, new ReleaseLine
        {
            ReleaseId = to.Id,
            Seq = to.Seq,
            At = to.UpdatedAt,
            FromState = from.State,
            ToState = to.State,
            Weight = to.Weight,
            Actor = move.By.Id,
            IdempotencyKey = move.Key,
            Reason = move.Reason,
            Evidence = move.Evidence,
        });
        Next(s, to, move.LookAt);
        if (!to.IsOpen) WakeWaiting(s, to);
        return to;
    }

    /// <summary>Makes the job that brings this release on from where it stands.</summary>
    public void Next(SqlSession s, Release r, DateTimeOffset? at)
    {
        var job = new JobDraft(ReleaseHandler.JobKind, $"{r.Id}:{r.Seq}", r.Project, new ReleaseHandler.Payload(r.Id, r.Seq));
        if (at is { } due) timers.SetOnce(s, job, due);
        else if (r.State is ReleaseStates.Queued or ReleaseStates.Warming or ReleaseStates.Testing or ReleaseStates.Promoting or ReleaseStates.RollingBack) jobs.Enqueue(s, job);
    }

    public static string StartedBy(Actor actor) => JsonSerializer.Serialize(actor, LedgerJson.Options);

    private static bool Tells(Release from, Release to) => from.Weight != to.Weight || from.State != to.State;

    private void WakeWaiting(SqlSession s, Release ended)
    {
        foreach (Release waiting in store.Open(s, ended).Where(r => r.State == ReleaseStates.Queued))
            jobs.Enqueue(s, new JobDraft(ReleaseHandler.JobKind, $"{waiting.Id}:{waiting.Seq}:after-{ended.Id}", waiting.Project, new ReleaseHandler.Payload(waiting.Id, waiting.Seq)));
    }

    private Release Finished(SqlSession s, Release to, ReleaseMove move)
    {
        string result = to.State switch { ReleaseStates.Succeeded => "succeeded", ReleaseStates.RolledBack => "rolled-back", ReleaseStates.Kept => "kept", _ => "aborted" };
        LedgerEvent e = Append(s, to, "release.finished", move, new JsonObject
        {
            ["result"] = result,
            ["weight"] = to.Weight / 1000.0,
            ["downtime_ms"] = to.Kind == Release.Model ? downtime.Since(s, to) : null,
            ["previous"] = to.PreviousId,
            ["verdict"] = to.Decision,
            ["stop"] = to.Stop,
            ["reason"] = to.Reason,
        });
        return to with { Result = result, FinishedEvent = e.Id, FinishedAt = to.UpdatedAt };
    }

    private static JsonObject Moved(Release from, Release to, ReleaseMove move) => new()
    {
        ["weight"] = to.Weight / 1000.0,
        ["step"] = Math.Max(0, to.Step),
        ["from"] = from.State,
        ["to"] = to.State,
        ["verdict"] = move.Verdict,
        ["reason"] = move.Reason,
    };

    private LedgerEvent Append(SqlSession s, Release r, string type, ReleaseMove move, JsonObject data)
    {
        (data["of"], data["env"], data["version"]) = (r.Kind, r.Environment, r.VersionId);
        data[r.Kind == Release.Model ? "endpoint" : "name"] = r.Name;
        return ledger.Append(s, new EventDraft(type, r.Id, r.Project, move.By) { SubjectDigest = r.Digest, Data = data, Cause = r.StartedEvent is null ? [] : [r.StartedEvent] });
    }
}
