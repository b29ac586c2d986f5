using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class ProjectVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ProjectAddVerb(),
        new ListVerb("projects list", "Projects with owner and level", "projects",
            Column.Text("PROJECT", "name"), Column.Text("OWNER", "owner"), Column.Text("USE CASE", "use_case"),
            Column.Text("PROFILE", "profile"), Column.State("STATE", "state|status"), Column.Digest("COMMIT", "commit"))
        {
            Next = "next: cairn projects show {first}",
        },
        new RouteVerb(HttpMethod.Get, "projects show", "One project: purpose, people, environments, repository", "projects/{name}",
            "flight-delay", "flight-delay --json"),
        new ProjectSyncVerb(),
    ];
}
