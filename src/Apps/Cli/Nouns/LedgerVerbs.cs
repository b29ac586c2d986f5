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
            Column.Number("POSITION", "position"), Column.Text("AT", "event.at"), Column.Text("TYPE", "event.type"), Column.Text("ACTOR", "event.actor.id"), Column.Text("PROJECT", "event.project"),
            Column.Text("SUBJECT", "event.subject.id"), Column.Digest("DIGEST", "event.subject.digest"), Column.Number("GRADE", "event.grade"))
        {
            Example = "--type release.finished",
            Filters = [new("type", "only this type, e.g. run.finished"), new("project", "only of this project"), new("subject", "only about this id"), new("order", "desc shows the newest first")],
        },
        new LedgerExportVerb(),
    ];
}
