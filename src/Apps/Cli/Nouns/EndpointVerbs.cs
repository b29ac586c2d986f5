using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class EndpointVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("endpoints list", "Endpoints and what they serve", "projects/{project}/endpoints",
            Column.Text("ENDPOINT", "name"), Column.Text("ENV", "environment|env"), Column.State("STATE", "state|status"), Column.Text("CHAMPION", "champion|stable|version"),
            Column.Number("ROWS", "rows|predictions"), Column.Ago("SINCE", "since|updated_at"))
        {
            Next = "next: cairn endpoints show {first}",
        },
        new RouteVerb(HttpMethod.Get, "endpoints show", "One endpoint: variants, shares, contract", "projects/{project}/endpoints/{endpoint}", "delay", "delay.test --json"),
        new PredictVerb(),
        new RouteVerb(HttpMethod.Get, "trace", "From one answer back to the source file and its digest", "trace/{prediction}", "01HX3K2M7Q.0", "01HX3K2M7Q.0 --json"),
    ];
}
