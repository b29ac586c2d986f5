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
            Column.Text("DATASET", "id"), Column.Text("SOURCE", "source|name"), Column.Text("PARTITION", "partition"), Column.Text("TAGS", "tags"),
            Column.Number("ROWS", "rows"), Column.Number("BYTES", "bytes"), Column.Digest("DIGEST", "digest"), Column.Ago("MADE", "arrived_at|created_at|at"))
        {
            Filters = [new("source", "only versions of this source"), new("known", "true: only the newest version of each partition")],
            Next = "next: cairn data show {first}",
        },
        new RouteVerb(HttpMethod.Get, "data show", "One dataset version: schema, digests, where it came from", "projects/{project}/datasets/{id}",
            "flights@2001-04-16", "flights@golden --json"),
        new RouteVerb(HttpMethod.Get, "data diff", "What differs between two versions: schema, rows, distributions", "projects/{project}/datasets/{id}/diff/{other}",
            "flights@2001-04-15 flights@2001-04-16", "flights@golden flights --json"),
        new RouteVerb(HttpMethod.Get, "data lineage", "Where a version came from and which runs read it", "projects/{project}/datasets/{id}/lineage",
            "flights@2001-04-16", "ds-01hx --json"),
        new DataGetVerb(),
        new DataPutVerb(),
        new RouteVerb(HttpMethod.Post, "data ingest", "Gather a source now", "projects/{project}/data/{source}/ingest",
            "flights --partition 2001-04-16", "flights --json")
        {
            Fields = [new("partition", "the day to gather, e.g. 2001-04-16; else what is due")],
        },
        new RouteVerb(HttpMethod.Post, "data backfill", "Gather a range of partitions, oldest first", "projects/{project}/data/{source}/backfill",
            "flights --from 2001-01-01 --to 2001-01-31", "flights --from 2001-01 --to 2001-06 --json")
        {
            Fields = [new("from", "first partition, e.g. 2001-01-01", Required: true), new("to", "last partition", Required: true)],
        },
        new ListVerb("data quarantine", "What is kept aside and why, newest first", "projects/{project}/data/quarantine",
            Column.Text("SOURCE", "source"), Column.Text("PARTITION", "partition"), Column.Number("ROWS", "rows"), Column.Text("WHY", "reason"), Column.Ago("SINCE", "finished_at"), Column.Text("SUPERSEDED BY", "superseded_by"))
        {
            Filters = [new("all", "true: also what a later arrival of the same partition superseded")],
        },
        new RouteVerb(HttpMethod.Post, "data accept", "Use data of the quarantine all the same; the version says so", "projects/{project}/data/{source}/arrivals/{partition}/accept",
            "flights 2001-07-01 --reason holiday", "carriers --reason known --json")
        {
            Shorter = "projects/{project}/data/{source}/accept",
            Fields = [new("reason", "why it may be used; stays on record", Required: true)],
        },
        new RouteVerb(HttpMethod.Get, "data failed", "The first rows of an arrival that break its contract", "projects/{project}/data/{source}/arrivals/{partition}/failed",
            "flights 2001-07-01", "carriers --json")
        {
            Shorter = "projects/{project}/data/{source}/failed",
        },
        new ListVerb("data view list", "Views: what each shows of its source, and how much of it is a copy", "projects/{project}/views",
            Column.Text("VIEW", "name"), Column.Text("OF", "of"), Column.Text("PARTITIONS", "partitions"), Column.Text("COLUMNS", "columns"), Column.Text("WHERE", "where"),
            Column.Number("ROWS", "rows"), Column.Number("BYTES", "bytes"), Column.Number("COPIED", "copied"))
        {
            Next = "next: cairn data view show {first}",
        },
        new RouteVerb(HttpMethod.Get, "data view show", "One view: its definition, and the version that each partition shows", "projects/{project}/views/{view}",
            "june", "june --json"),
        new ContractInferVerb(),
        new ListVerb("data contract changes", "Changes of contracts that wait for others, newest first, and who is still to approve", "projects/{project}/contract-changes",
            Column.Text("CHANGE", "id"), Column.Text("SOURCE", "source"), Column.State("STATE", "state"), Column.Text("BREAKS", "breaks"), Column.Text("BESIDES", "besides"), Column.Text("WAITS FOR", "waits"), Column.Text("BY", "proposed_by"), Column.Ago("PROPOSED", "proposed_at"))
        {
            Next = "next: cairn data contract answer {first} --answer given",
        },
        new RouteVerb(HttpMethod.Post, "data contract answer", "Approve or refuse a change of a contract that you rely on or answer for", "projects/{project}/contract-changes/{id}/answer",
            "cch-01hx --answer given", "cch-01hx --answer refused --reason \"the model needs the column\"")
        {
            Fields = [new("answer", "given or refused", Required: true), new("as_role", "the role you answer in; else each that is asked and that you hold"), new("reason", "why; needed to refuse, stays on record")],
        },
        new ListVerb("features list", "Features as serving looks them up, and how old they are", "projects/{project}/features",
            Column.Text("FEATURE", "name"), Column.Text("KEY", "key"), Column.Text("VALUES", "values"), Column.Number("VERSION", "version"), Column.Number("ENTRIES", "entries"), Column.Ago("DATA UP TO", "as_of"), Column.Text("FRESH", "fresh"), Column.Text("IN TIME", "in_time")),
        new RouteVerb(HttpMethod.Post, "data tag", "Give a version a name; the name leaves the one that had it", "projects/{project}/datasets/{id}/tags",
            "flights@2001-04-16 --name golden", "ds-01hx --name golden --json")
        {
            Fields = [new("name", "small letters, digits, _ and -", Required: true)],
        },
        new RouteVerb(HttpMethod.Delete, "data untag", "Take a name from a version", "projects/{project}/datasets/{id}/tags/{name}", "flights@golden golden", "ds-01hx golden"),
        new RouteVerb(HttpMethod.Delete, "data delete", "Delete the content of a version that nothing needs", "projects/{project}/datasets/{id}", "flights@3", "ds-01hx --json"),
        new RouteVerb(HttpMethod.Post, "data gc", "Versions that were replaced and that nothing needs; only shown unless told to delete", "projects/{project}/datasets/gc",
            "", "--source flights --delete true")
        {
            Fields = [new("source", "only versions of this source"), new("delete", "true: delete them", FieldKind.Truth)],
        },
    ];
}
