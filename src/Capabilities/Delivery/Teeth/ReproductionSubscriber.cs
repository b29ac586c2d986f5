using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>When a run ends that a gate waits for, its probe goes on.</summary>
internal sealed class ReproductionSubscriber(ProbeStore store, IJobs jobs) : ILedgerSubscriber
{
    public string Name => "delivery-reproductions";

    public bool Wants(string type) => type == "run.finished";

    public void Handle(SqlSession transaction, SealedEvent sealedEvent)
    {
        foreach (AwaitedReproduction awaited in store.AwaitedOf(transaction, sealedEvent.Event.Subject.Id))
            jobs.Enqueue(transaction, RemadeHandler.Draft(awaited.Probe, awaited.Project, "ended"));
    }
}
