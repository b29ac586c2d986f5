namespace Cairn.Contracts.Projects;

/// <summary>A rule that starts the pipeline.</summary>
/// <param name="When">Any of these causes.</param>
/// <param name="Run">The step to reach.</param>
public sealed record Trigger(string Name, IReadOnlyList<TriggerCause> When, string Run)
{
    public Rate? AtMost { get; init; }

    /// <summary>Least time between two firings.</summary>
    public TimeSpan? CoolDown { get; init; }

    /// <summary>The most it may spend in a day.</summary>
    public TriggerBudget? Budget { get; init; }

    /// <summary>Time in which nothing further may come before a cause counts; of many that come close together the last one does.</summary>
    public TimeSpan? Debounce { get; init; }

    /// <summary>What becomes of a cause that is held back by a run, a rate, a cool-down or a budget.</summary>
    public HeldCauses Held { get; init; }

    /// <summary>Of the steps of the runs that it starts, whatever they say themselves; null for what they say.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Name of the project's secret that signs what a webhook brings.</summary>
    public string? Secret { get; init; }

    /// <summary>Part of the data to run on; everything when null.</summary>
    public Share? Sample { get; init; }
}

/// <summary>What may fire a trigger.</summary>
public abstract record TriggerCause;

/// <summary><c>data.flights</c>: a new version of the source; <c>data.flights grew 10000</c>: so many new rows since it last fired.</summary>
/// <param name="Grew">Rows, at least 1; any version does when null.</param>
public sealed record DataCause(string Source, long? Grew = null) : TriggerCause;

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

/// <summary><c>webhook</c>: a signed message from elsewhere.</summary>
public sealed record WebhookCause : TriggerCause;
