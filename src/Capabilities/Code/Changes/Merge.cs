using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Code;

/// <summary>Ends a change: says on the record what was merged and what its checks found, and tells who follows.</summary>
internal sealed class Merge(ChangeStore changes, ILedger ledger, World world, RealTime real, IServiceProvider services)
{
    public World World => world;

    public DateTimeOffset Now => real.Now;

    /// <summary>Closes the change once, within the caller's transaction.</summary>
    public void Close(SqlSession s, ChangeRow change, IReadOnlyList<CheckRow> checks)
    {
        string verdict = Verdict(checks);
        LedgerEvent merged = ledger.Append(s, new EventDraft("change.merged", change.CommitId, change.Project, Actor.Service("code"))
        {
            Data = Data(change, verdict),
            Cause = change.Cause is { } cause ? [cause] : [],
        });
        if (!changes.Close(s, change.Project, change.CommitId, verdict, merged.Id)) throw new InvalidOperationException($"The change {change.CommitId} was closed twice.");
        ChangeView view = (change with { Checks = verdict, EventId = merged.Id }).View(checks);
        // Found when needed: who follows may itself ask for changes.
        foreach (ICodeListener listener in services.GetServices<ICodeListener>()) listener.Checked(s, view, merged);
    }

    private static string Verdict(IReadOnlyList<CheckRow> checks)
    {
        if (checks.Any(c => c.Status == CheckStatus.Failed)) return ChecksWords.Failed;
        return checks.Any(c => c.Kind == CheckKinds.Test) ? ChecksWords.Passed : ChecksWords.None;
    }

    private static JsonObject Data(ChangeRow change, string checks) => new()
    {
        ["commit"] = change.CommitId,
        ["ref"] = change.Ref,
        ["verified"] = true,
        ["forced"] = change.Forced,
        ["areas"] = JsonNode.Parse(change.Areas),
        ["authors"] = JsonNode.Parse(change.Authors),
        ["reviewers"] = JsonNode.Parse(change.Reviewers),
        ["checks"] = checks,
        ["lines"] = change.Lines,
        ["title"] = change.Title,
        ["from_run"] = change.FromRun,
    };
}
