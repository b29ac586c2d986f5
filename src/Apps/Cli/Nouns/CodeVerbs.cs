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
            Column.Text("CHECKS", "checks"), Column.Text("TITLE", "title"), Column.Ago("MERGED", "at")),
        new ListVerb("builds list", "Builds and their tests, newest first", "projects/{project}/builds",
            Column.Text("BUILD", "name"), Column.Digest("COMMIT", "commit"), Column.Text("AREA", "area"), Column.State("STATUS", "status"),
            Column.Number("SECONDS", "duration", 1), Column.Digest("DIGEST", "digest"), Column.Text("REASON", "reason"), Column.Ago("FINISHED", "finished_at"))
        {
            Filters = [new("commit", "only of this commit")],
        },
    ];
}
