using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>A training run for production that made a version brings it to the gates.</summary>
internal sealed class GateSubscriber(IJobs jobs) : ILedgerSubscriber
{
    public string Name => "delivery-gates";

    public bool Wants(string type) => type == "run.finished";

    public void Handle(SqlSession transaction, SealedEvent sealedEvent)
    {
        var e = sealedEvent.Event;
        bool candidate = e.Project is not null && (string?)e.Data["purpose"] == "train" && (string?)e.Data["for"] == "production" && (string?)e.Data["status"] == "succeeded" && e.Data["version"] is not null;
        if (candidate) jobs.Enqueue(transaction, new JobDraft(GateHandler.JobKind, $"gate:{e.Subject.Id}", e.Project, new GateHandler.Payload(e.Id)));
    }
}
