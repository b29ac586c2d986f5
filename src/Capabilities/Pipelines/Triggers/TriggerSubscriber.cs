using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>Asks the triggers that wait for what just went on the record.</summary>
internal sealed class TriggerSubscriber(IProjects projects, TriggerQuiet quiet) : ILedgerSubscriber
{
    public string Name => "pipelines.triggers";

    public bool Wants(string type) => TriggerCauseMatch.IsWatched(type);

    public void Handle(SqlSession transaction, SealedEvent sealedEvent)
    {
        LedgerEvent e = sealedEvent.Event;
        if (e.Project is null || projects.Find(transaction, e.Project) is not { Active: true } project) return;
        foreach (Trigger trigger in project.File.Triggers.Values)
            if (TriggerCauseMatch.Of(project.File, trigger, e) is { } ask) quiet.Ask(transaction, e.Project, trigger, ask);
    }
}
