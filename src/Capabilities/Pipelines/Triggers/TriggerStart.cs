using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>Fires a trigger: event, run and record in one transaction, and with them all causes that the run answers too.</summary>
internal sealed class TriggerStart(FiringStore firings, PipelineStarter starter, IProjects projects, ILedger ledger, TimeProvider clock)
{
    public Firing Fire(SqlSession s, Firing firing, Trigger trigger, TriggerAsk ask)
    {
        var data = new JsonObject { ["name"] = trigger.Name, ["kind"] = firing.Kind, ["pipeline"] = trigger.Run };
        LedgerEvent fired = ledger.Append(s, new EventDraft("trigger.fired", firing.Id, firing.Project, ask.Actor) { Data = data, Cause = ask.Event is null ? [] : [ask.Event] });
        var request = new RunRequest(firing.Project, trigger.Run, firing.Kind, ask.Actor)
        {
            TriggerName = trigger.Name,
            Firing = firing.Id,
            Cause = fired.Id,
            Commit = ask.Commit,
            Priority = trigger.Priority,
            Sample = trigger.Sample is { } sample ? (double)sample.Fraction : null,
            Purpose = trigger.Sample is null ? null : "experiment",
        };
        Firing done = firing with
        {
            Outcome = Firing.Fired,
            Reason = firing.Reason is { } held ? $"Asked again; at first it was held back: {held}" : null,
            Event = fired.Id,
            RunId = starter.Start(s, request)?.Id,
            At = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Ask = null,
            Due = null,
        };
        firings.Save(s, done);
        Join(s, done, trigger);
        return done;
    }

    // The run takes what is there when it starts, so it answers whatever waits for a run of its kind.
    private void Join(SqlSession s, Firing done, Trigger trigger)
    {
        if (done.RunId is null || firings.Waiting(s, done.Project) is not { Count: > 0 } waiting || projects.Find(s, done.Project) is not { } project) return;
        foreach (Firing other in waiting.Where(w => project.File.Triggers.GetValueOrDefault(w.TriggerName) is { } t && t.Run == trigger.Run && t.Sample == trigger.Sample))
            firings.Save(s, other with { Outcome = Firing.Joined, Reason = $"A run that {trigger.Name} started answers it too.", RunId = done.RunId, Event = done.Event, At = done.At, Ask = null, Due = null });
    }
}
