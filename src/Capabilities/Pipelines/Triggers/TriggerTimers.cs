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

    /// <summary>Timers of schedules that are there no more go when they are due.</summary>
    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
    {
        foreach (Trigger trigger in project.File.Triggers.Values)
        {
            IReadOnlyList<Schedule> schedules = SchedulesOf(trigger);
            for (int place = 0; place < schedules.Count; place++)
                timers.SetRecurring(transaction, new JobDraft(Kind, Key(project.Name, trigger.Name, place), project.Name, new Payload(project.Name, trigger.Name, place)), schedules[place].Cron, schedules[place].Zone);
            if (schedules.Count == 0) timers.Remove(transaction, Key(project.Name, trigger.Name, 0));
        }
    }

    public Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        Payload payload = job.Payload<Payload>();
        return database.WriteAsync(s =>
        {
            Trigger? trigger = projects.Find(s, payload.Project) is { Active: true } p ? p.File.Triggers.GetValueOrDefault(payload.Trigger) : null;
            if (trigger is null || SchedulesOf(trigger).Count <= payload.Place) timers.Remove(s, Key(payload.Project, payload.Trigger, payload.Place));
            // Schedules that meet at one instant are one cause.
            else gate.Ask(s, payload.Project, trigger, new TriggerAsk("schedule", Key(payload.Project, payload.Trigger, 0) + job.Key[job.Key.LastIndexOf('@')..], Actor.Service("pipelines")));
        }, cancellation: cancellation);
    }

    private static IReadOnlyList<Schedule> SchedulesOf(Trigger trigger) => [.. trigger.When.OfType<ScheduleCause>().Select(c => c.Schedule).Distinct()];

    private static string Key(string project, string trigger, int place) => $"trigger:{project}:{trigger}{(place == 0 ? "" : $":{place}")}";

    internal sealed record Payload(string Project, string Trigger, int Place = 0);
}
