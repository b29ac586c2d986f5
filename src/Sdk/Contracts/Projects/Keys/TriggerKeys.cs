using System.Globalization;
using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class TriggerKeys
{
    /// <summary>Words a monitor cannot be called by, since they mean causes.</summary>
    public static readonly IReadOnlyList<string> Reserved = ["manual", "incident", "webhook"];

    private const string Schedules = "schedule ", Grew = " grew ";

    private static readonly Key<IReadOnlyList<TriggerCause>> When = new(
        "when", Of.OneOrList(Of.Pattern("a cause", Cause, "^(data[.].+|schedule .+|git push|[a-z][a-z0-9_-]*)$")),
        "causes: data.<source>, data.<source> grew <rows>, a monitor, git push, schedule <words>, incident, webhook, manual", required: true);

    private static readonly Key<string> Run = new("run", Of.Name, "the step to reach", required: true);
    private static readonly Key<Rate> AtMost = new("at_most", Of.Rate, "limit such as 1 per 7d") { AlsoKnownAs = ["limit"] };
    private static readonly Key<TimeSpan> CoolDown = new("cool_down", Of.Duration, "least time between two firings") { AlsoKnownAs = ["cooldown"] };
    private static readonly Key<TimeSpan> Debounce = new("debounce", Of.Duration, "time in which nothing further may come before a cause counts");
    private static readonly Key<TriggerBudget> Budget = new("budget", BudgetKeys.Shape, "the most it may spend in a day: runs, CPU time or both");
    private static readonly Key<HeldCauses> Held = new("held", Of.Enum<HeldCauses>("rule"), "causes that are held back: asked again, or dropped; again unless said");
    private static readonly Key<Priority> Priority = new("priority", Of.Enum<Priority>("priority"), "low, normal or high, of all steps of the runs it starts; what the steps say unless said");
    private static readonly Key<string> Secret = new("secret", Of.Secret, "name of the secret that signs what a webhook brings");
    private static readonly Key<Share> Sample = new("sample", Of.Share, "part of the data to run on");

    public static readonly Shape<Trigger> Shape = new BlockShape<Trigger>(
        "trigger", "a rule that starts the pipeline", [When, Run, AtMost, CoolDown, Budget, Debounce, Held, Priority, Secret, Sample],
        f => new Trigger(f.Name, f.Need(When), f.Need(Run))
        {
            AtMost = f.Value(AtMost),
            CoolDown = f.Value(CoolDown),
            Budget = f.Get(Budget),
            Debounce = f.Value(Debounce),
            Held = f.Value(Held) ?? HeldCauses.Again,
            Priority = f.Value(Priority),
            Secret = f.Get(Secret),
            Sample = f.Value(Sample),
        });

    private static Parsed<TriggerCause> Cause(string text)
    {
        if (text.StartsWith(Schedules, StringComparison.Ordinal))
        {
            var schedule = Schedule.Parse(text[Schedules.Length..]);
            return schedule.Ok
                ? Parsed.Good<TriggerCause>(new ScheduleCause(schedule.Value!))
                : Parsed.Bad<TriggerCause>(schedule.Problem!, Schedules.Length + schedule.Offset, schedule.Suggestion);
        }

        if (text.StartsWith("data.", StringComparison.Ordinal) && text.IndexOf(Grew, StringComparison.Ordinal) is var at and > 0)
        {
            return long.TryParse(text[(at + Grew.Length)..].Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows > 0
                ? Parsed.Good<TriggerCause>(new DataCause(text[5..at], rows))
                : Parsed.Bad<TriggerCause>("after 'grew' comes a number of rows of at least 1, e.g. data.flights grew 10000", at + Grew.Length);
        }

        if (text.StartsWith("data.", StringComparison.Ordinal) && NameRule.CheckName(text[5..]) is null)
        {
            return Parsed.Good<TriggerCause>(new DataCause(text[5..]));
        }

        return text switch
        {
            "git push" => Parsed.Good<TriggerCause>(new PushCause()),
            "manual" => Parsed.Good<TriggerCause>(new ManualCause()),
            "incident" => Parsed.Good<TriggerCause>(new IncidentCause()),
            "webhook" => Parsed.Good<TriggerCause>(new WebhookCause()),
            _ when NameRule.CheckName(text) is null => Parsed.Good<TriggerCause>(new MonitorCause(text)),
            _ => Parsed.Bad<TriggerCause>("a cause is data.<source>, a monitor's name, git push, schedule <words>, incident, webhook or manual", 0, Nearest.To(text, ["git push"])),
        };
    }
}
