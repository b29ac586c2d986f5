using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class PlatformVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("compute list", "Compute targets: room, queue, health", "compute",
            Column.Text("TARGET", "name"), Column.Text("KIND", "kind"), Column.Number("SLOTS", "slots"), Column.Number("USED", "used"), Column.Count("RUNNING", "running"), Column.Count("WAITING", "waiting"), Column.Text("HEALTH", "health.reason")),
        new RouteVerb(HttpMethod.Get, "compute show", "A compute target: who runs, who waits and for what", "compute/{target}", "cluster", "cluster --json"),
        new RouteVerb(HttpMethod.Post, "compute check", "Ask a compute target whether it answers", "compute/{target}/check", "cluster", "cluster --json"),
        new ListVerb("compute tasks", "Tasks of a project: state, cost, reason", "projects/{project}/tasks",
            Column.Text("TASK", "key"), Column.Text("TARGET", "target"), Column.State("STATE", "state"), Column.Number("CPU S", "cpu_seconds", 1),
            Column.Number("PEAK BYTES", "peak_memory"), Column.Text("WAITS FOR", "because"), Column.Text("REASON", "reason"), Column.Ago("CREATED", "created_at"))
        {
            Filters = [new("state", "only this state")],
        },
        new ListVerb("jobs list", "Background jobs, newest first", "jobs",
            Column.Text("JOB", "id"), Column.Text("KIND", "kind"), Column.Text("KEY", "key"), Column.State("STATE", "state"),
            Column.Number("ATTEMPTS", "attempts"), Column.Ago("CREATED", "created_at"), Column.Text("FAILURE", "failure"))
        {
            Filters = [new("state", "queued, running, done or failed")],
        },
        new GcVerb(),
        new RouteVerb(HttpMethod.Post, "world advance", "Move a simulated clock on; a real one cannot be moved", "world/advance",
            "--to 2001-04-16T00:00:00Z", "--to 2001-04-17T00:00:00Z --json")
        {
            Fields = [new("to", "until when, as an ISO time", Required: true)],
        },
    ];
}
