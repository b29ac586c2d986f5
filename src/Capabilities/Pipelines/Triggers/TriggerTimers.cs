using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>Schedules of triggers: a timer each, set when the project file is adopted, and the job that asks the trigger when it is due.</summary>
internal sealed class TriggerTimers(ITimers timers, IDatabase database, IProjects projects, TriggerGate gate) : IProjectListener, IJobHandler
{
    public string Kind => "trigger.schedule";

    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
    {
        foreach (Trigger trigger in project.File.Triggers.Values)
        {
            Schedule? schedule = trigger.When.OfType<ScheduleCause>().FirstOrDefault()?.Schedule;
            string key = Key(project.Name, trigger.Name);
            if (schedule is null) timers.Remove(transaction, key);
            else timers.SetRecurring(transaction, new JobDraft(Kind, key, project.Name, new Payload(project.Name, trigger.Name)), schedule.Cron, schedule.Zone);
        }
    }

    public Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        Payload payload = job.Payload<Payload>();
        return database.WriteAsync(s =>
        {
            Trigger? trigger = projects.Find(s, payload.Project) is { Active: true } p ? p.File.Triggers.GetValueOrDefault(payload.Trigger) : null;
            if (trigger is null || !trigger.When.OfType<ScheduleCause>().Any()) timers.Remove(s, Key(payload.Project, payload.Trigger));
            else gate.Ask(s, payload.Project, trigger, new TriggerAsk("schedule", job.Key, Actor.Service("pipelines")));
        }, cancellation: cancellation);
    }

    private static string Key(string project, string trigger) => $"trigger:{project}:{trigger}";

    internal sealed record Payload(string Project, string Trigger);
}
