using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class TraceVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("traces list", "Traces of an application's calls, newest first", "projects/{project}/traces",
            Column.Text("TRACE", "id"), Column.Text("NAME", "name"), Column.State("STATE", "state"), Column.Number("MS", "duration_ms|durationMs"), Column.Number("TOKENS", "tokens"),
            Column.Text("EXPERIMENT", "experiment"), Column.Ago("STARTED", "started_at|startedAt"))
        {
            Example = "--filter \"status = 'ERROR'\" --limit 3",
            Filters = [new("experiment", "only this experiment"), new("filter", "as MLflow writes it, e.g. span.name = 'retrieve' and execution_time > 500")],
            Next = "next: cairn traces show {first}",
        },
        new RouteVerb(HttpMethod.Get, "traces show", "One trace: state, tags, assessments, and its spans with inputs and outputs", "projects/{project}/traces/{trace}", "tr-0921339cc899911465c75445527a3d29", "tr-0921339cc899911465c75445527a3d29 --json"),
    ];
}
