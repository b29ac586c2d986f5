using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class PeopleVerbs
{
    private static readonly Field Reason = new("reason", "why, for the record");

    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("people list", "People and workloads with their roles", "people",
            Column.Text("PERSON", "id|name"), Column.Text("KIND", "kind"), Column.Text("ROLES", "roles"), Column.Ago("SEEN", "last_seen_at|seen_at")),
        new RouteVerb(HttpMethod.Post, "handoff offer", "Hand a version over to another role", "projects/{project}/handoffs",
            "--version delay/14 --to-role software-engineer", "--version delay/14 --to-role software-engineer --checklist signature,tests,card")
        {
            Fields = [new("version", "model/number", Required: true), new("to_role", "role that takes it over", Required: true), new("checklist", "what goes with it", FieldKind.List), Reason],
        },
        new HandoffAnswerVerb(),
        new ListVerb("approvals list", "Approvals given and refused, newest first", "projects/{project}/approvals",
            Column.Text("APPROVAL", "id"), Column.Text("OF", "of"), Column.State("ANSWER", "answer|verdict|state"), Column.Text("BY", "by|actor"), Column.Text("ROLE", "as_role"), Column.Ago("AT", "at")),
        new RouteVerb(HttpMethod.Post, "approve", "Approve a subject: a version, a statement, a project file", "projects/{project}/approvals",
            "--of version:delay/14 --as-role approver", "--of project:flight-delay --as-role owner --reason reviewed")
        {
            Fields = [new("of", "kind:id of the subject", Required: true), new("as_role", "role in which you approve"), Reason],
            Says = new JsonObject { ["answer"] = "given" },
        },
        new RouteVerb(HttpMethod.Post, "token create", "Make a token; its secret is shown this once", "tokens",
            "--name ci --role data_engineer --project flight-delay", "--name laptop --role owner --expires 2030-01-31")
        {
            Fields =
            [
                new("name", "what it is for", Required: true), new("role", "role it carries", Required: true),
                new("project", "only this project; else all"), new("expires", "last day, e.g. 2030-01-31"), new("person", "whose acts they are, e.g. person:ada"),
            ],
            Done = "keep it now, it is not shown again; use it as CAIRN_TOKEN",
        },
        new ListVerb("token list", "Tokens, without their secrets", "tokens",
            Column.Text("TOKEN", "id"), Column.Text("NAME", "name"), Column.Text("ROLE", "role|roles"), Column.Text("PROJECT", "project"),
            Column.State("STATE", "state"), Column.Text("EXPIRES", "expires|expires_at"), Column.Ago("USED", "last_used_at")),
        new RouteVerb(HttpMethod.Delete, "token revoke", "Make a token useless from now on", "tokens/{token}", "t-7", "t-7 --json"),
    ];
}
