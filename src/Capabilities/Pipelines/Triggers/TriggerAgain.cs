using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>Asks about causes that were held back when the time has come, and when a project is taken up again.</summary>
internal sealed class TriggerAgain(IDatabase database, IProjects projects, FiringStore firings, TriggerGate gate) : IJobHandler, IProjectListener
{
    public string Kind => TriggerGate.AgainKind;

    public Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        Payload payload = job.Payload<Payload>();
        return database.WriteAsync(s =>
        {
            if (projects.Find(s, payload.Project) is { Active: true } p && p.File.Triggers.GetValueOrDefault(payload.Trigger) is { } trigger) gate.Again(s, payload.Project, trigger);
        }, cancellation: cancellation);
    }

    /// <summary>What waits for a trigger that is there no more waits for nothing.</summary>
    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
    {
        firings.Serialize(transaction, project.Name);
        foreach (Firing firing in firings.Waiting(transaction, project.Name).Where(f => !project.File.Triggers.ContainsKey(f.TriggerName)))
            firings.Save(transaction, firing with { Reason = "The trigger was taken away while the cause waited.", Ask = null, Due = null });
        StateChanged(transaction, project);
    }

    public void StateChanged(SqlSession transaction, ProjectView project)
    {
        if (!project.Active) return;
        // Where causes that come close together count as one, the time without any goes on.
        foreach (Firing newest in firings.Waiting(transaction, project.Name).DistinctBy(f => f.TriggerName))
            if (project.File.Triggers.GetValueOrDefault(newest.TriggerName)?.Debounce is null || gate.IsDue(newest)) gate.AskSoon(transaction, project.Name, newest.TriggerName);
    }

    internal sealed record Payload(string Project, string Trigger);
}
