using System.Text.Json;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Triggers;

/// <summary>
/// Asks a trigger about a cause: a run is started, or the cause is held back with the reason, and asked again when that is over. Decision, event
/// and run are one transaction. Of several causes that wait the newest is asked about; the run that it starts answers them all.
/// </summary>
internal sealed class TriggerGate(FiringStore firings, TriggerLimits limits, TriggerStart start, ITimers timers, TimeProvider clock)
{
    /// <summary>So many times the quiet time, from the first cause on, is waited for it at most.</summary>
    private const int LongestQuiet = 10;

    /// <summary>Kind of the job that asks again.</summary>
    public const string AgainKind = "trigger.again";

    /// <summary>Asks the trigger; null when it knows this cause already.</summary>
    public Firing? Ask(SqlSession s, string project, Trigger trigger, TriggerAsk ask)
    {
        firings.Serialize(s, project);
        if (firings.IsKnown(s, project, trigger.Name, ask.Cause)) return null;
        var firing = new Firing
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
        return Decide(s, firing, trigger, ask, Quiet(s, project, trigger, ask) ?? limits.HeldBack(s, project, trigger, ask));
    }

    /// <summary>Asks about the causes that wait, the newest first, until one fires or is held back for now: the others wait with it.</summary>
    public void Again(SqlSession s, string project, Trigger trigger)
    {
        firings.Serialize(s, project);
        foreach (Firing firing in firings.Waiting(s, project).Where(f => f.TriggerName == trigger.Name))
        {
            TriggerAsk ask = Kept(firing);
            // Its rows are counted with those that came before.
            TriggerAsk counted = ask with { Growth = ask.Growth is { } growth ? growth with { Rows = 0 } : null };
            if (Decide(s, firing, trigger, ask, limits.HeldBack(s, project, trigger, counted)) is { Outcome: Firing.Fired } or { Waits: true }) return;
        }
    }

    /// <summary>It waits for no time that is still to come.</summary>
    public bool IsDue(Firing waiting) => waiting.Due is not { } due || due <= clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Has the trigger asked again, soon.</summary>
    public void AskSoon(SqlSession s, string project, string trigger) => SetTimer(s, project, trigger, clock.GetUtcNow());

    /// <summary>What is asked again.</summary>
    public static TriggerAsk Kept(Firing waiting) => JsonSerializer.Deserialize<TriggerAsk>(waiting.Ask!, LedgerJson.Options)!;

    private Firing Decide(SqlSession s, Firing firing, Trigger trigger, TriggerAsk ask, HeldBack? held)
    {
        if (held is null) return start.Fire(s, firing, trigger, ask);
        Firing kept = firing with { Outcome = Firing.Held, Reason = held.Reason, Ask = held.Waits ? JsonSerializer.Serialize(ask, LedgerJson.Options) : null, Due = held.Waits ? held.Due?.ToUnixTimeMilliseconds() : null };
        firings.Save(s, kept);
        if (held is { Waits: true, Due: { } due }) SetTimer(s, firing.Project, trigger.Name, due);
        return kept;
    }

    /// <summary>Where causes that come close together count as one, each moves the time on at which the last is asked about, but not for ever: what never rests would start nothing.</summary>
    private HeldBack? Quiet(SqlSession s, string project, Trigger trigger, TriggerAsk ask)
    {
        if (trigger.Debounce is not { } quiet || ask.Kind is "manual" or "schedule") return null;
        DateTimeOffset due = clock.GetUtcNow() + quiet;
        if (firings.Waiting(s, project).LastOrDefault(f => f.TriggerName == trigger.Name) is { } first && DateTimeOffset.FromUnixTimeMilliseconds(first.At) + (LongestQuiet * quiet) is var latest && latest < due) due = latest;
        return new HeldBack($"It is asked when nothing has come for {Durations.Format(quiet)}.", Waits: true, due);
    }

    private void SetTimer(SqlSession s, string project, string trigger, DateTimeOffset due)
        => timers.SetOnce(s, new JobDraft(AgainKind, $"{AgainKind}:{project}:{trigger}", project, new TriggerAgain.Payload(project, trigger)), due);
}
