using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>Asks the triggers that wait for what just went on the record, be it a cause or the end of a run that held causes back.</summary>
internal sealed class TriggerSubscriber(IProjects projects, TriggerGate gate, FiringStore firings, RunStore runs) : ILedgerSubscriber
{
    public string Name => "pipelines.triggers";

    public bool Wants(string type) => TriggerCauseMatch.IsWatched(type) || type is "run.finished" or "alert.closed" or "incident.closed";

    public void Handle(SqlSession transaction, SealedEvent sealedEvent)
    {
        LedgerEvent e = sealedEvent.Event;
        if (e.Project is null || projects.Find(transaction, e.Project) is not { Active: true } project) return;
        if (e.Type == "run.finished") Ended(transaction, project, e.Subject.Id);
        else if (e.Type.EndsWith(".closed", StringComparison.Ordinal)) Closed(transaction, project.Name, e.Subject.Id);
        else
            foreach (Trigger trigger in project.File.Triggers.Values)
                if (TriggerCauseMatch.Of(project.File, trigger, e) is { } ask) gate.Ask(transaction, e.Project, trigger, ask);
    }

    private void Ended(SqlSession s, ProjectView project, string run)
    {
        if (firings.Waiting(s, project.Name) is not { Count: > 0 } waiting || runs.Find(s, run) is not { } ended) return;
        // Newest first; one that is asked again at a time of its own is not asked now.
        foreach (Firing newest in waiting.DistinctBy(w => w.TriggerName).Where(gate.IsDue))
            if (project.File.Triggers.GetValueOrDefault(newest.TriggerName) is { } trigger && trigger.Run == ended.Target) gate.Again(s, project.Name, trigger);
    }

    // An alert that has closed by itself asks for nothing any more.
    private void Closed(SqlSession s, string project, string subject)
    {
        firings.Serialize(s, project);
        Firing[] closed = [.. firings.Waiting(s, project).Where(f => TriggerGate.Kept(f).Subject == subject)];
        foreach (Firing firing in closed) firings.Save(s, firing with { Reason = $"What opened has closed while the cause waited. {firing.Reason}", Ask = null, Due = null });
        // Those that waited behind it are the next to be asked about.
        foreach (string trigger in closed.Select(f => f.TriggerName).Distinct(StringComparer.Ordinal)) gate.AskSoon(s, project, trigger);
    }
}
