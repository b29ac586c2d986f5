using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class SecretVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new SecretSetVerb(),
        new ListVerb("secrets list", "Names of a project's secrets, without their values", "projects/{project}/secrets",
            Column.Text("SECRET", "name"), Column.Text("FROM", "from"), Column.Text("SET BY", "set_by"), Column.Ago("SET", "set_at")),
        new RouteVerb(HttpMethod.Delete, "secrets remove", "Remove a secret; a step that names it then fails", "projects/{project}/secrets/{name}", "API_KEY", "API_KEY --project flight-delay"),
    ];
}
