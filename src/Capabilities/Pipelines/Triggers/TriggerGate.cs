using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Triggers;

/// <summary>Decides whether a cause starts a run: one run at a time, at most so often, and after the cool-down. Decision, event and run are one transaction.</summary>
internal sealed class TriggerGate(FiringStore firings, RunStore runs, PipelineStarter starter, ILedger ledger, TimeProvider clock)
{
    /// <summary>Asks the trigger; null when this cause was asked before.</summary>
    /// <param name="cause">Id of the causing event, or a key that is unique for the cause.</param>
    public Firing? Ask(SqlSession s, string project, Trigger trigger, string kind, string cause, string? causeEvent, Actor actor, string? commit)
    {
        if (firings.IsKnown(s, project, trigger.Name, cause)) return null;
        var firing = new Firing
        {
            Id = "fire-" + Ulid.New(clock.GetUtcNow()),
            Project = project,
            TriggerName = trigger.Name,
            Kind = kind,
            Cause = cause,
            At = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        string? held = HeldBack(s, project, trigger, kind);
        firing = held is null ? Fire(s, firing, trigger, causeEvent, actor, commit) : firing with { Outcome = "held", Reason = held };
        firings.Insert(s, firing);
        return firing;
    }

    private Firing Fire(SqlSession s, Firing firing, Trigger trigger, string? causeEvent, Actor actor, string? commit)
    {
        var data = new JsonObject { ["name"] = trigger.Name, ["kind"] = firing.Kind, ["pipeline"] = trigger.Run };
        LedgerEvent fired = ledger.Append(s, new EventDraft("trigger.fired", firing.Id, firing.Project, actor) { Data = data, Cause = causeEvent is null ? [] : [causeEvent] });
        var request = new RunRequest(firing.Project, trigger.Run, firing.Kind, actor)
        {
            TriggerName = trigger.Name,
            Firing = firing.Id,
            Cause = fired.Id,
            Commit = commit,
            Sample = trigger.Sample is { } sample ? (double)sample.Fraction : null,
            Purpose = trigger.Sample is null ? null : "experiment",
        };
        return firing with { Outcome = "fired", Event = fired.Id, RunId = starter.Start(s, request)?.Id };
    }

    private string? HeldBack(SqlSession s, string project, Trigger trigger, string kind)
    {
        if (kind == "manual") return null;
        if (runs.Active(s, project, trigger.Run) > 0) return "A run to this step is active.";
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (trigger.AtMost is { } most && firings.Fired(s, project, trigger.Name, now - (long)most.Per.TotalMilliseconds) >= most.Count)
            return $"It may fire {most}.";
        if (trigger.CoolDown is { } wait && runs.LastFired(s, project, trigger.Run) is { } last && now - last < wait.TotalMilliseconds)
            return $"A run to this step was started less than {Durations.Format(wait)} ago.";
        return null;
    }
}
