using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>A trigger of the project file with its newest firing, held back or not.</summary>
/// <param name="Spent">Of today; null without a budget.</param>
public sealed record TriggerRow(Trigger Trigger, Firing? Last, DaySpent? Spent)
{
    /// <summary>"a new version of trips, or every day at 02:00".</summary>
    public string Rule => string.Join(", or ", Trigger.When.Select(Words));

    /// <summary>"at most 1/day, cool-down 6 h".</summary>
    public string? Limits => string.Join(", ", Parts()) is { Length: > 0 } text ? text : null;

    /// <summary>"2 of 5 runs" of today; null without a budget.</summary>
    public string? Budget => Trigger.Budget is { } budget ? Spent?.Of(budget) : null;

    private IEnumerable<string> Parts()
    {
        if (Trigger.AtMost is { } most) yield return $"at most {most}";
        if (Trigger.CoolDown is { } wait) yield return $"not within {Durations.Format(wait)} of another run";
        if (Trigger.Budget is not null) yield return "the day's budget";
        if (Trigger.Debounce is { } quiet) yield return $"when nothing has come for {Durations.Format(quiet)}";
        if (Trigger.Held == HeldCauses.Drop) yield return "what is held back is dropped";
        if (Trigger.Sample is { } sample) yield return $"on {sample} of the data";
    }

    private static string Words(TriggerCause cause) => cause switch
    {
        DataCause { Grew: { } rows } data => FormattableString.Invariant($"{rows:N0} new rows of {data.Source}"),
        DataCause data => $"a new version of {data.Source}",
        MonitorCause monitor => $"an alert of {monitor.Monitor}",
        ScheduleCause schedule => $"every {schedule.Schedule.Words}",
        PushCause => "a merged change",
        IncidentCause => "an incident",
        WebhookCause => "a signed webhook",
        _ => "by hand",
    };
}
