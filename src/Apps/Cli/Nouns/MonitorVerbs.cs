using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class MonitorVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("monitors list", "Monitors, breached ones first", "projects/{project}/monitors",
            Column.Text("MONITOR", "name|id"), Column.Text("WATCHES", "watches|kind|of"), Column.State("VERDICT", "verdict|state"), Column.Number("VALUE", "value", 4),
            Column.Number("LIMIT", "limit", 4), Column.Number("N", "n"), Column.Ago("MEASURED", "measured_at|at"))
        {
            Next = "next: cairn windows list --monitor {first}",
        },
        new ListVerb("windows list", "What was measured, newest window first", "projects/{project}/windows",
            Column.Text("WINDOW", "id"), Column.Text("MONITOR", "monitor"), Column.Text("FROM", "from"), Column.Text("TO", "to"), Column.Text("VERSION", "version"),
            Column.Number("N", "n"), Column.State("VERDICT", "verdict"))
        {
            Filters = [new("monitor", "only of this monitor"), new("version", "only of this model version")],
        },
        new ListVerb("alerts list", "Alerts, open ones first", "projects/{project}/alerts",
            Column.Text("ALERT", "id"), Column.State("STATE", "state"), Column.Text("MONITOR", "monitor"), Column.Text("REASON", "reason"), Column.Ago("OPENED", "opened_at|at"))
        {
            Filters = [new("state", "open or closed")],
        },
        new ListVerb("incidents list", "Incidents, open ones first", "projects/{project}/incidents",
            Column.Text("INCIDENT", "id|number"), Column.State("STATE", "state"), Column.Text("KIND", "kind"), Column.Text("TITLE", "title|about"), Column.Ago("OPENED", "opened_at|at"))
        {
            Filters = [new("state", "open or closed")],
        },
    ];
}
