using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class LedgerVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new LedgerVerifyVerb(),
        new ListVerb("ledger list", "Events in their order", "ledger/events",
            Column.Number("POSITION", "position|seq"), Column.Text("AT", "at"), Column.Text("TYPE", "type"), Column.Text("ACTOR", "actor.id"), Column.Text("PROJECT", "project"),
            Column.Text("SUBJECT", "subject.id"), Column.Digest("DIGEST", "subject.digest"), Column.Number("GRADE", "grade"))
        {
            Example = "--type release.finished",
            Filters = [new("after", "only after this position"), new("type", "only this type, e.g. run.finished"), new("project", "only of this project")],
        },
        new LedgerExportVerb(),
    ];
}
