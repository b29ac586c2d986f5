using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class DataVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("data sources", "Sources with their last arrival", "projects/{project}/data",
            Column.Text("SOURCE", "name|source"), Column.State("STATE", "state|status"), Column.Text("NEWEST", "newest|partition"),
            Column.Number("ROWS", "rows"), Column.Ago("ARRIVED", "arrived_at|ingested_at|at")),
        new ListVerb("data list", "Dataset versions, newest first", "projects/{project}/datasets",
            Column.Text("DATASET", "id"), Column.Text("SOURCE", "source|name"), Column.Text("PARTITION", "partition"), Column.State("STATE", "state|status"),
            Column.Number("ROWS", "rows"), Column.Number("BYTES", "bytes"), Column.Digest("DIGEST", "digest"), Column.Ago("MADE", "created_at|at"))
        {
            Filters = [new("source", "only versions of this source"), new("state", "only this state, e.g. quarantined")],
            Next = "next: cairn data show {first}",
        },
        new RouteVerb(HttpMethod.Get, "data show", "One dataset version: schema, profile, contract checks", "projects/{project}/datasets/{id}",
            "ds-01hx", "ds-01hx --json"),
        new RouteVerb(HttpMethod.Post, "data ingest", "Gather a source now", "projects/{project}/data/{source}/ingest",
            "flights --partition 2001-04-16", "flights --json")
        {
            Fields = [new("partition", "the day to gather, e.g. 2001-04-16; else what is due")],
        },
    ];
}
