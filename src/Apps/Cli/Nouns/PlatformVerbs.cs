using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class PlatformVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("compute list", "Compute targets: room, queue, state", "compute",
            Column.Text("TARGET", "name"), Column.Text("KIND", "kind"), Column.State("STATE", "state"), Column.Number("USED", "used|slots_used"),
            Column.Number("SLOTS", "slots|capacity"), Column.Number("QUEUE", "queued|queue")),
        new ListVerb("jobs list", "Background jobs, newest first", "jobs",
            Column.Text("JOB", "id"), Column.Text("KIND", "kind"), Column.Text("KEY", "key"), Column.State("STATE", "state"),
            Column.Number("ATTEMPTS", "attempts"), Column.Ago("CREATED", "created_at"), Column.Text("FAILURE", "failure"))
        {
            Filters = [new("state", "queued, running, done or failed")],
        },
        new RouteVerb(HttpMethod.Post, "world advance", "Move a simulated clock on; a real one cannot be moved", "world/advance",
            "--to 2001-04-16T00:00:00Z", "--to 2001-04-17T00:00:00Z --json")
        {
            Fields = [new("to", "until when, as an ISO time", Required: true)],
        },
    ];
}
