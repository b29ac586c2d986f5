using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>What holds a trigger back: a run that is active, too often, the cool-down, the day's budget, or too little that is new.</summary>
internal sealed class TriggerLimits(FiringStore firings, RunStore runs, IProjects projects, TimeProvider clock)
{
    /// <summary>Why it may not fire, and when that is over; null when it may.</summary>
    public HeldBack? HeldBack(SqlSession s, string project, Trigger trigger, TriggerAsk ask)
    {
        if (ask.Kind == "manual") return null;
        if (ask.Growth is { } growth && firings.Grown(s, project, trigger.Name, growth.Source) + growth.Rows is var come && come < growth.Need)
            return new HeldBack(FormattableString.Invariant($"{come:N0} of {growth.Need:N0} new rows of '{growth.Source}' have come."), Waits: false);
        return Rate(s, project, trigger) is { } held ? held with { Waits = trigger.Held == HeldCauses.Again } : null;
    }

    /// <param name="trigger">Null for all of the project.</param>
    public DaySpent Spent(SqlSession s, string project, string? trigger)
        => new(firings.Fired(s, project, trigger, Midnight.ToUnixTimeMilliseconds() - 1), TimeSpan.FromSeconds(runs.CpuSpent(s, project, trigger, Midnight.ToUnixTimeMilliseconds())));

    private DateTimeOffset Midnight => new(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    private HeldBack? Rate(SqlSession s, string project, Trigger trigger)
    {
        if (runs.Active(s, project, trigger.Run) > 0) return new HeldBack("A run to this step is active.", true);
        DateTimeOffset now = clock.GetUtcNow();
        if (trigger.AtMost is { } most && At(firings.FiredAt(s, project, trigger.Name, most.Count - 1)) + most.Per is { } free && free > now)
            return new HeldBack($"It may fire {most}.", true, free);
        if (trigger.CoolDown is { } wait && At(runs.LastFired(s, project, trigger.Run)) + wait is { } cool && cool > now)
            return new HeldBack($"A run to this step was started less than {Durations.Format(wait)} ago.", true, cool);
        DateTimeOffset tomorrow = Midnight.AddDays(1);
        if (trigger.Budget is { } budget && Spent(s, project, trigger.Name) is var spent && spent.Exhausts(budget))
            return new HeldBack($"The day's budget is spent: {spent.Of(budget)}.", true, tomorrow);
        return projects.Find(s, project)?.File.Project.Budget is { } whole && Spent(s, project, null) is var all && all.Exhausts(whole)
            ? new HeldBack($"The day's budget of the project is spent: {all.Of(whole)}.", true, tomorrow) : null;
    }

    private static DateTimeOffset? At(long? ms) => ms is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}
