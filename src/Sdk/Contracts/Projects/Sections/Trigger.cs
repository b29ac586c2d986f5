namespace Cairn.Contracts.Projects;

/// <summary>A rule that starts the pipeline.</summary>
/// <param name="When">Any of these causes.</param>
/// <param name="Run">The step to reach.</param>
public sealed record Trigger(string Name, IReadOnlyList<TriggerCause> When, string Run)
{
    public Rate? AtMost { get; init; }

    /// <summary>Least time between two firings.</summary>
    public TimeSpan? CoolDown { get; init; }

    /// <summary>Part of the data to run on; everything when null.</summary>
    public Share? Sample { get; init; }
}

/// <summary>What may fire a trigger.</summary>
public abstract record TriggerCause;

/// <summary><c>data.flights</c>: a new version of the source.</summary>
public sealed record DataCause(string Source) : TriggerCause;

/// <summary>A monitor's name: its alert opened.</summary>
public sealed record MonitorCause(string Monitor) : TriggerCause;

/// <summary><c>schedule day at 02:00</c>.</summary>
public sealed record ScheduleCause(Schedule Schedule) : TriggerCause;

/// <summary><c>git push</c>: a change was merged.</summary>
public sealed record PushCause : TriggerCause;

/// <summary><c>manual</c>: by hand only.</summary>
public sealed record ManualCause : TriggerCause;

/// <summary><c>incident</c>: one opened in this project.</summary>
public sealed record IncidentCause : TriggerCause;
