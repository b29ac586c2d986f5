using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class CodeVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("changes list", "Merged changes, newest first", "projects/{project}/changes",
            Column.Digest("COMMIT", "commit"), Column.Text("AUTHORS", "authors|author"), Column.Text("REVIEWERS", "reviewers"), Column.Text("AREAS", "areas"),
            Column.Text("TITLE", "title"), Column.Ago("MERGED", "merged_at|at")),
        new ListVerb("builds list", "Builds and their tests, newest first", "projects/{project}/builds",
            Column.Text("BUILD", "id"), Column.Digest("COMMIT", "commit"), Column.Text("SUITE", "suite|kind"), Column.State("STATE", "state|status"),
            Column.Number("TESTS", "tests"), Column.Number("FAILED", "failed"), Column.Digest("DIGEST", "digest"), Column.Ago("FINISHED", "finished_at|at"))
        {
            Filters = [new("commit", "only of this commit")],
        },
    ];
}
