using Cairn.Contracts.Ledger;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Reproductions;

/// <summary>When a reproduction of a version has ended it is judged; when the first half of a sampled one has, the second begins.</summary>
internal sealed class ReproductionSubscriber(Reproducer reproducer, IJobs jobs) : ILedgerSubscriber
{
    public string Name => "pipelines.reproductions";

    public bool Wants(string type) => type == "run.finished";

    public void Handle(SqlSession transaction, SealedEvent sealedEvent)
    {
        LedgerEvent e = sealedEvent.Event;
        if ((string?)e.Data["for"] is not (Reproduction.Purpose or Reproduction.Probe) || (string?)e.Data["status"] == RunState.Cancelled) return;
        if (reproducer.Runs.Find(transaction, e.Subject.Id) is not { } run || (run.Purpose == Reproduction.Probe && !Reproducer.IsFirstHalf(run))) return;
        if (run.Purpose == Reproduction.Probe && run.State == RunState.Succeeded) reproducer.StartSecondHalf(transaction, run, e.Id);
        else if (run.TriggerName is not null) jobs.Enqueue(transaction, new JobDraft(JudgeHandler.JobKind, $"judge:{run.Id}", run.Project, new JudgeHandler.Payload(run.Id, e.Id, (string?)e.Data["primary"])));
    }
}
