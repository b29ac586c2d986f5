using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Triggers;

/// <summary>
/// Asks a trigger about a cause once: a run is started, or the cause is held back with the reason. Decision, event and run are one transaction.
/// </summary>
internal sealed class TriggerGate(FiringStore firings, TriggerLimits limits, PipelineStarter starter, ILedger ledger, TimeProvider clock)
{
    /// <summary>Asks the trigger; null when this cause was asked before.</summary>
    public Firing? Ask(SqlSession s, string project, Trigger trigger, TriggerAsk ask)
    {
        if (firings.IsKnown(s, project, trigger.Name, ask.Cause)) return null;
        Firing firing = Of(project, trigger, ask);
        string? held = limits.HeldBack(s, project, trigger, ask);
        firing = held is null ? Fire(s, firing, trigger, ask) : firing with { Outcome = "held", Reason = held };
        firings.Insert(s, firing);
        return firing;
    }

    /// <summary>Writes down a cause that is asked about later; null when it is known already.</summary>
    public Firing? Hold(SqlSession s, string project, Trigger trigger, TriggerAsk ask, string reason)
    {
        if (firings.IsKnown(s, project, trigger.Name, ask.Cause)) return null;
        Firing held = Of(project, trigger, ask) with { Outcome = "held", Reason = reason };
        firings.Insert(s, held);
        return held;
    }

    private Firing Of(string project, Trigger trigger, TriggerAsk ask) => new()
    {
        Id = "fire-" + Ulid.New(clock.GetUtcNow()),
        Project = project,
        TriggerName = trigger.Name,
        Kind = ask.Kind,
        Cause = ask.Cause,
        Source = ask.Growth?.Source,
        Rows = ask.Growth?.Rows ?? 0,
        At = clock.GetUtcNow().ToUnixTimeMilliseconds(),
    };

    private Firing Fire(SqlSession s, Firing firing, Trigger trigger, TriggerAsk ask)
    {
        var data = new JsonObject { ["name"] = trigger.Name, ["kind"] = firing.Kind, ["pipeline"] = trigger.Run };
        LedgerEvent fired = ledger.Append(s, new EventDraft("trigger.fired", firing.Id, firing.Project, ask.Actor) { Data = data, Cause = ask.Event is null ? [] : [ask.Event] });
        var request = new RunRequest(firing.Project, trigger.Run, firing.Kind, ask.Actor)
        {
            TriggerName = trigger.Name,
            Firing = firing.Id,
            Cause = fired.Id,
            Commit = ask.Commit,
            Sample = trigger.Sample is { } sample ? (double)sample.Fraction : null,
            Purpose = trigger.Sample is null ? null : "experiment",
        };
        return firing with { Outcome = "fired", Event = fired.Id, RunId = starter.Start(s, request)?.Id };
    }
}
