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
            Column.Text("PERSON", "person|id"), new Column("ROLES", "projects", (node, _) => string.Join("; ", node.AsArray().Select(RolesIn)))),
        new ListVerb("people waiting", "Roles that cairn.yaml gives and that nobody who may give them has given yet", "projects/{project}/people/waiting",
            Column.Text("PERSON", "person"), Column.Text("ROLE", "role"), Column.Text("WRITTEN BY", "proposed_by"), Column.Each("GIVEN BY", "asked", "role"), Column.Ago("SINCE", "proposed_at")),
        new RouteVerb(HttpMethod.Post, "people grant", "Give a role: by hand, or one that waits", "projects/{project}/people",
            "--person person:cem --role data-engineer", "--person person:cem --role owner --json")
        {
            Fields = [new("person", "person:name", Required: true), new("role", "data-scientist, data-engineer, software-engineer or owner", Required: true)],
        },
        new RouteVerb(HttpMethod.Delete, "people revoke", "Take a role from somebody; a cairn.yaml that still names them gives it no more", "projects/{project}/people/{person}/roles/{role}",
            "person:cem data-engineer", "person:cem data-engineer --json"),
        new RouteVerb(HttpMethod.Get, "me", "Whom the server takes you for", "me", "", "--json"),
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
            "--actor client:ci --project flight-delay", "--actor client:board --role infer --endpoints delay,delay.test", "--actor person:ada --role admin --expires-in 30d --note laptop")
        {
            Fields =
            [
                new("actor", "person:name, or client:name for a workload", Required: true), new("role", "read, write or admin; infer for endpoints alone, probe for a prober, copy for cairn serve; else write"),
                new("endpoints", "of infer: routes of the endpoints it opens", FieldKind.List), new("audience", "of infer: name of the server it is for; else this one"),
                new("project", "the only project it opens; else all"), new("expires_in", "how long it lives; else 90d"), new("note", "what it is for"),
            ],
            Done = "keep it now, it is not shown again; use it as CAIRN_TOKEN",
        },
        new ListVerb("token list", "Tokens, without their secrets", "tokens",
            Column.Text("TOKEN", "id"), Column.Text("ACTOR", "actor"), Column.Text("ROLE", "role"), Column.Text("PROJECT", "project"), Column.Each("ENDPOINTS", "endpoints", "route"), Column.Text("AUDIENCE", "audience"), Column.Text("NOTE", "note"),
            Column.Ago("EXPIRES", "expires_at"), Column.Ago("REVOKED", "revoked_at")),
        new RouteVerb(HttpMethod.Delete, "token revoke", "Make a token useless from now on", "tokens/{token}", "01HX3K2M7Q", "01HX3K2M7Q --json"),
    ];

    private static string RolesIn(JsonNode? of) => $"{JsonText.Raw(of?["project"])}: {JsonText.Raw(of?["roles"])}";
}
