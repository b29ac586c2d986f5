using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class TriggerVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("triggers list", "Triggers, their rule and last firing", "projects/{project}/triggers",
            Column.Text("TRIGGER", "name"), Column.Text("WHEN", "when"), Column.Text("RUNS", "run"), Column.Text("AT MOST", "at_most"), Column.Text("COOL DOWN", "cool_down"),
            Column.State("LAST", "last.outcome"), Column.Ago("ASKED", "last.at"))
        {
            Next = "next: cairn triggers fire {first}",
        },
        new RouteVerb(HttpMethod.Post, "triggers fire", "Fire a trigger by hand; recorded as manual", "projects/{project}/triggers/{trigger}/fire", "new-day", "new-day --json"),
        new ListVerb("firings list", "Firings with their cause, newest first", "projects/{project}/firings",
            Column.Text("FIRING", "id"), Column.Text("TRIGGER", "trigger_name"), Column.Text("KIND", "kind"), Column.State("OUTCOME", "outcome"), Column.Text("CAUSE", "cause"),
            Column.Text("RUN", "run_id"), Column.Text("REASON", "reason"), Column.Ago("AT", "at"))
        {
            Filters = [new("trigger", "only of this trigger")],
        },
    ];
}
