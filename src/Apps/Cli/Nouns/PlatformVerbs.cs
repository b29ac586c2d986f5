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
        new ListVerb("jobs list", "Background jobs and schedules", "jobs",
            Column.Text("JOB", "name|id"), Column.Text("KIND", "kind"), Column.State("STATE", "state"), Column.Text("DUE", "due|due_at"),
            Column.Number("ATTEMPT", "attempt|attempts"), Column.Text("REASON", "reason|error")),
        new RouteVerb(HttpMethod.Post, "world advance", "Move a simulated clock on; a real one cannot be moved", "world/advance",
            "--by 1.00:00:00", "--to 2001-04-16T00:00:00Z")
        {
            Fields = [new("by", "how far, as d.hh:mm:ss"), new("to", "until when, as an ISO time")],
        },
    ];
}
