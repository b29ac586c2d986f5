using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>What holds a trigger back: a run that is active, too often, the cool-down, the day's budget, or too little that is new.</summary>
internal sealed class TriggerLimits(FiringStore firings, RunStore runs, IProjects projects, TimeProvider clock)
{
    /// <summary>The reason; null when it may fire.</summary>
    public string? HeldBack(SqlSession s, string project, Trigger trigger, TriggerAsk ask)
    {
        if (ask.Kind == "manual") return null;
        if (ask.Growth is { } growth && firings.Grown(s, project, trigger.Name, growth.Source) + growth.Rows is var come && come < growth.Need)
            return FormattableString.Invariant($"{come:N0} of {growth.Need:N0} new rows of '{growth.Source}' have come.");
        if (runs.Active(s, project, trigger.Run) > 0) return "A run to this step is active.";
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (trigger.AtMost is { } most && firings.Fired(s, project, trigger.Name, now - (long)most.Per.TotalMilliseconds) >= most.Count)
            return $"It may fire {most}.";
        if (trigger.CoolDown is { } wait && runs.LastFired(s, project, trigger.Run) is { } last && now - last < wait.TotalMilliseconds)
            return $"A run to this step was started less than {Durations.Format(wait)} ago.";
        if (trigger.Budget is { } budget && Spent(s, project, trigger.Name) is var spent && spent.Exhausts(budget)) return $"The day's budget is spent: {spent.Of(budget)}.";
        return projects.Find(s, project)?.File.Project.Budget is { } whole && Spent(s, project, null) is var all && all.Exhausts(whole) ? $"The day's budget of the project is spent: {all.Of(whole)}." : null;
    }

    /// <param name="trigger">Null for all of the project.</param>
    public DaySpent Spent(SqlSession s, string project, string? trigger)
    {
        long midnight = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return new DaySpent(firings.Fired(s, project, trigger, midnight - 1), TimeSpan.FromSeconds(runs.CpuSpent(s, project, trigger, midnight)));
    }
}
