using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class TriggerVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("triggers list", "Triggers, their rule and last firing", "projects/{project}/triggers",
            Column.Text("TRIGGER", "name"), Column.Text("KIND", "kind|on"), Column.Text("RULE", "rule|when"), Column.Text("PIPELINE", "pipeline"),
            Column.State("STATE", "state"), Column.Ago("FIRED", "last_fired_at|last_firing.at"))
        {
            Next = "next: cairn triggers fire {first}",
        },
        new RouteVerb(HttpMethod.Post, "triggers fire", "Fire a trigger by hand; recorded as manual", "projects/{project}/triggers/{trigger}/fire", "new-day", "new-day --reason backfill")
        {
            Fields = [new("reason", "why, for the record")],
        },
        new ListVerb("firings list", "Firings with their cause, newest first", "projects/{project}/firings",
            Column.Text("FIRING", "id"), Column.Text("TRIGGER", "trigger|name"), Column.Text("KIND", "kind"), Column.Text("CAUSE", "cause"), Column.Text("RUN", "run"),
            Column.Text("HELD BACK", "held_back"), Column.Ago("FIRED", "fired_at|at"))
        {
            Filters = [new("trigger", "only of this trigger")],
        },
    ];
}
