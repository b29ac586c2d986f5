using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Code;

/// <summary>Start and end of suites and builds: state and event in one transaction, each once.</summary>
internal sealed class CheckLog(IDatabase database, CheckStore checks, ChangeStore changes, ILedger ledger, Merge merge)
{
    /// <summary>Null when it has ended before.</summary>
    public Task<CheckRow?> StartAsync(string runId, string logPath, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        if (checks.Find(s, runId) is not { Ended: false } check) return null;
        string started = check.StartedEvent ?? ledger.Append(s, Draft("run.started", check, changes.Find(s, check.Project, check.CommitId)!, [])).Id;
        checks.Start(s, runId, started, logPath);
        return check with { StartedEvent = started, LogPath = logPath };
    }, cancellation: cancellation);

    /// <summary>The last end of a change closes the change.</summary>
    public Task EndAsync(CheckRow check, CheckEnd end, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        changes.Lock(s, check.Project, check.CommitId);
        CheckRow ended = check with
        {
            Status = end.Succeeded ? CheckStatus.Succeeded : CheckStatus.Failed,
            Tests = end.Report.Tests,
            Failed = end.Report.Failed,
            Skipped = end.Report.Skipped,
            Failures = JsonSerializer.Serialize(end.Report.Failures),
            Digest = end.Made?.Digest,
            Size = end.Made?.Size,
            Duration = end.Duration,
            Reason = end.Reason,
            LogPath = end.LogPath ?? check.LogPath,
            FinishedAt = merge.World.Now.ToUnixTimeMilliseconds(),
        };
        if (!checks.End(s, ended)) return;
        ChangeRow change = changes.Find(s, check.Project, check.CommitId)!;
        EventDraft draft = Draft("run.finished", ended, change, [check.StartedEvent!]);
        ledger.Append(s, Measured(draft, ended, end));
        IReadOnlyList<CheckRow> all = checks.Of(s, check.Project, check.CommitId);
        if (all.All(c => c.Ended)) merge.Close(s, change, all);
    }, cancellation: cancellation);

    private static EventDraft Draft(string type, CheckRow check, ChangeRow change, IReadOnlyList<string> cause)
        => new(type, check.RunId, check.Project, Actor.Service("code"))
        {
            SubjectDigest = check.Digest,
            Cause = cause,
            Data = new JsonObject
            {
                ["purpose"] = check.Kind,
                ["suite"] = check.Kind == CheckKinds.Test ? check.Name : null,
                ["area"] = check.Area,
                ["commit"] = check.CommitId,
                ["ref"] = change.Ref,
                ["verified"] = true,
                ["clean"] = true,
                ["trigger"] = "change",
            },
        };

    private static EventDraft Measured(EventDraft draft, CheckRow check, CheckEnd end)
    {
        JsonObject data = draft.Data;
        data["status"] = check.Status;
        data["duration_s"] = Math.Round(end.Duration, 3);
        data["cpu_s"] = Math.Round(end.CpuSeconds, 3);
        data["peak_mb"] = Math.Round(end.PeakMemory / 1048576.0, 1);
        data["target"] = end.Target;
        data["managed"] = end.Target is null ? null : true;
        data["reason"] = end.Reason;
        if (check.Kind == CheckKinds.Test)
        {
            data["tests"] = check.Tests;
            data["failed"] = check.Failed;
        }
        else if (check.Digest is { } digest)
        {
            data["made"] = digest;
            data["outputs"] = new JsonObject { [check.Name] = digest };
        }
        return draft;
    }
}
