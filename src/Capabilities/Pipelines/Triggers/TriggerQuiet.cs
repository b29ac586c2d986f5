using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>
/// Asks a trigger about a cause, at once or, where it has <c>debounce</c>, when nothing further has come for that time: each cause is written
/// down as held and moves the timer on; the last one is asked about.
/// </summary>
internal sealed class TriggerQuiet(ITimers timers, IDatabase database, IProjects projects, TriggerGate gate, TimeProvider clock) : IJobHandler
{
    public string Kind => "trigger.quiet";

    /// <summary>The firing, held or not; null when this cause was asked before.</summary>
    public Firing? Ask(SqlSession s, string project, Trigger trigger, TriggerAsk ask)
    {
        if (trigger.Debounce is not { } quiet) return gate.Ask(s, project, trigger, ask);
        Firing? held = gate.Hold(s, project, trigger, ask, $"It is asked when nothing has come for {Durations.Format(quiet)}.");
        if (held is null) return null;
        // The rows are counted with what was held.
        TriggerAsk last = ask with { Cause = "quiet-" + ask.Cause, Growth = ask.Growth is { } g ? g with { Rows = 0 } : null };
        timers.SetOnce(s, new JobDraft(Kind, $"trigger.quiet:{project}:{trigger.Name}", project, new Payload(project, trigger.Name, last)), clock.GetUtcNow() + quiet);
        return held;
    }

    public Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        Payload payload = job.Payload<Payload>();
        return database.WriteAsync(s =>
        {
            if (projects.Find(s, payload.Project) is { Active: true } p && p.File.Triggers.GetValueOrDefault(payload.Trigger) is { } trigger)
                gate.Ask(s, payload.Project, trigger, payload.Ask);
        }, cancellation: cancellation);
    }

    internal sealed record Payload(string Project, string Trigger, TriggerAsk Ask);
}
