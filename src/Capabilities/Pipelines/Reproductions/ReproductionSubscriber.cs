using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Says on the record what a reproduction came to.</summary>
internal sealed class ReproductionSubscriber(RunStore runs, IModels models, ILedger ledger) : ILedgerSubscriber
{
    private const int Reexecuted = 3;

    public string Name => "pipelines.reproductions";

    public bool Wants(string type) => type == "run.finished";

    public void Handle(SqlSession transaction, SealedEvent sealedEvent)
    {
        LedgerEvent e = sealedEvent.Event;
        if ((string?)e.Data["for"] != Reproduction.Purpose || (string?)e.Data["status"] == "cancelled") return;
        if (runs.Find(transaction, e.Subject.Id)?.TriggerName is not { } id || models.Find(transaction, id) is not { } version) return;
        Reproduction made = Reproduction.Of(version, e.Data);
        ledger.Append(transaction, new EventDraft("probe.finished", $"probe-{e.Subject.Id}", e.Project, Actor.Service("pipelines"))
        {
            Grade = Reexecuted,
            Cause = [e.Id],
            Data = new JsonObject
            {
                ["of"] = "reproduce",
                ["given"] = "real",
                ["ok"] = made.Ok,
                ["version"] = version.Id,
                ["recipe"] = version.Recipe,
                ["rel_delta"] = made.SameDigest ? 0 : made.RelativeDelta,
                ["run"] = e.Subject.Id,
                ["detail"] = made.SameDigest ? "the same bytes again" : made.Metric is null ? (string?)e.Data["failure"] : $"{made.Metric} compared",
            },
        });
    }
}
