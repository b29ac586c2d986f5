using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class ReleaseVerbs
{
    private const string Release = "projects/{project}/releases/{release}";
    private static readonly Field Reason = new("reason", "why, for the record");

    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("releases list", "Releases, newest first", "projects/{project}/releases",
            Column.Text("RELEASE", "id"), Column.Text("SUBJECT", "subject|version|name"), Column.Text("ENV", "environment|env"), Column.Text("STRATEGY", "strategy"),
            Column.State("STATE", "state"), Column.Number("WEIGHT", "weight"), Column.Ago("STARTED", "started_at|created_at"))
        {
            Filters = [new("env", "only into this environment"), new("state", "only this state")],
            Next = "next: cairn releases show {first}",
        },
        new RouteVerb(HttpMethod.Get, "releases show", "One release: state, steps, checks, journal", Release, "r-31", "r-31 --json"),
        new RouteVerb(HttpMethod.Post, "releases start", "Begin to bring a version into an environment", "projects/{project}/releases",
            "--model delay --version 14 --env test", "--model delay --version 14 --env production --strategy canary")
        {
            Fields =
            [
                new("model", "registered model", Required: true), new("version", "its version", FieldKind.Number, Required: true),
                new("env", "environment", Required: true), new("strategy", "all-at-once or canary; else the project's own"), Reason,
            ],
        },
        Act("approve", "Agree that a release goes on", new("as_role", "role in which you approve"), Reason),
        Act("pause", "Hold a release at its weight", Reason),
        Act("promote", "Go to the next step, or to the end", Reason),
        Act("abort", "End a release; stable takes everything", Reason),
        Act("rollback", "Bring the previous version back", Reason),
        new ListVerb("gates list", "Decisions of the gates, newest first", "projects/{project}/gates",
            Column.Text("GATE", "name|id|gate"), Column.Text("VERSION", "version"), Column.State("DECISION", "decision|verdict"), Column.Text("REASON", "reason"), Column.Ago("DECIDED", "decided_at|at"))
        {
            Filters = [new("version", "only of this version")],
        },
    ];

    private static RouteVerb Act(string act, string summary, params Field[] fields) =>
        new(HttpMethod.Post, "releases " + act, summary, $"{Release}/{act}", "r-31", "r-31 --reason checked-by-hand")
        {
            Fields = fields,
        };
}
