using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class EndpointVerbs
{
    private const string Shadow = "projects/{project}/endpoints/{endpoint}/shadow";

    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("endpoints list", "Endpoints and what they serve", "projects/{project}/endpoints",
            Column.Text("ENDPOINT", "name"), Column.Text("ENV", "environment|env"), Column.State("STATE", "state|status"), Column.Text("CHAMPION", "champion|stable|version"),
            Column.Number("ROWS", "rows|predictions"), Column.Ago("SINCE", "since|updated_at"))
        {
            Next = "next: cairn endpoints show {first}",
        },
        new RouteVerb(HttpMethod.Get, "endpoints show", "One endpoint: variants, shares, contract", "projects/{project}/endpoints/{endpoint}", "delay", "delay.test --json"),
        new RouteVerb(HttpMethod.Post, "endpoints shadow", "Ask another version too, answers to nobody", Shadow, "delay --version 3 --share 10%", "delay --version 3")
        {
            Fields = [new("version", "number of a version of the endpoint's model", FieldKind.Number, Required: true), new("share", "share of the requests, e.g. 10%; all unless said")],
        },
        new RouteVerb(HttpMethod.Get, "endpoints compare", "What shadows said, held against the answers", Shadow, "delay", "delay --last 30")
        {
            Fields = [new("last", "days to look back, 7 unless said")],
        },
        new RouteVerb(HttpMethod.Delete, "endpoints unshadow", "End the shadow of an endpoint", Shadow, "delay", "delay.test"),
        new AbVerb(),
        new RouteVerb(HttpMethod.Post, "endpoints ab-end", "End the test of two versions", "projects/{project}/endpoints/{endpoint}/ab/end", "delay", "delay --keep a --reason season-over")
        {
            Fields = [new("keep", "a or b: the version that answers from now on; unless said the evidence says, a when it says nothing"), new("reason", "why, for the record")],
        },
        new RouteVerb(HttpMethod.Post, "endpoints forget", "Take everything of one key out of the log", "projects/{project}/endpoints/{endpoint}/forget", "delay --key 4711", "delay.test --key 4711")
        {
            Fields = [new("key", "business key of requests and outcomes", Required: true)],
        },
        new EndpointLogVerb(),
        new ListVerb("endpoints pickups", "Which application took up which version, and when", "projects/{project}/endpoints/{endpoint}/pickups",
            Column.Text("APPLICATION", "application"), Column.Text("VERSION", "version_id"), Column.Ago("FIRST", "first"), Column.Ago("LAST", "last"))
        {
            Example = "delay",
        },
        new ListVerb("endpoints copies", "Copies of the data plane and how far their logs came here", "projects/{project}/endpoints/{endpoint}/copies",
            Column.Text("COPY", "actor"), Column.Ago("HEARD", "told_at"), Column.Number("SEGMENTS", "segments"), Column.Number("ROWS", "rows"), Column.Ago("LAST", "last_at"),
            Column.Number("WAITING", "waiting_segments"), Column.Number("DROPPED", "dropped"), Column.Text("LOG", "log"))
        {
            Example = "delay",
        },
        new RouteVerb(HttpMethod.Get, "endpoints snapshot", "What the data plane serves, as a file for copies of it", "snapshot", "--json", "--server http://127.0.0.1:7337 --json"),
        new ListVerb("downtime list", "Announced downtime, newest first", "projects/{project}/downtime",
            Column.Text("DOWNTIME", "id"), Column.Text("ENDPOINT", "endpoint"), Column.Text("FROM", "from"), Column.Text("TO", "to"), Column.Text("REASON", "reason"), Column.Text("BY", "announced_by")),
        new RouteVerb(HttpMethod.Post, "downtime announce", "Say beforehand that an endpoint will be away", "projects/{project}/downtime",
            "--endpoint delay --to 2026-05-01T22:30:00Z --reason upgrade", "--from 2026-05-01T22:00:00Z --to 2026-05-01T22:30:00Z --reason upgrade")
        {
            Fields =
            [
                new("endpoint", "route of the endpoint; every one in production unless said"), new("from", "when it begins; now unless said, never in the past"),
                new("to", "when it ends, at most 7 days later", Required: true), new("reason", "why", Required: true),
            ],
        },
        new RouteVerb(HttpMethod.Delete, "downtime end", "End announced downtime now, or take it back", "projects/{project}/downtime/{id}", "01HX3K2M7Q", "01HX3K2M7Q --json"),
        new PredictVerb(),
        new ClientGenerateVerb(),
        new RouteVerb(HttpMethod.Get, "trace", "From one answer back to the source file and its digest", "trace/{prediction}", "01HX3K2M7Q.0", "01HX3K2M7Q.0 --json"),
    ];
}
