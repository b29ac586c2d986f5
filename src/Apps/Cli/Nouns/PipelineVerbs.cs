using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class PipelineVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("pipelines list", "Pipelines and their last run", "projects/{project}/pipelines",
            Column.Text("PIPELINE", "name"), Column.Number("STEPS", "steps|step_count"), Column.State("LAST", "last_run.state|last_state"),
            Column.Digest("COMMIT", "commit"), Column.Ago("RAN", "last_run.finished_at|last_run.started_at"))
        {
            Next = "next: cairn run",
        },
        new ListVerb("pipelines runs", "Runs of the pipelines, newest first", "projects/{project}/pipeline-runs",
            Column.Number("RUN", "number"), Column.State("STATE", "state"), Column.Text("TARGET", "target"), Column.Text("TRIGGER", "trigger_name|trigger"),
            Column.Text("PURPOSE", "purpose"), Column.Digest("COMMIT", "commit"), Column.Text("VERSION", "version"), Column.Text("FAILURE", "failure"), Column.Ago("STARTED", "created_at"))
        {
            Next = "next: cairn logs {first}",
        },
        new RouteVerb(HttpMethod.Get, "pipelines show", "One pipeline run with its steps", "projects/{project}/pipeline-runs/{run}", "128", "128 --json"),
        new InitVerb(),
        new CheckVerb(),
        new PlanVerb(),
        new RunVerb(),
        new LogsVerb(),
        new RouteVerb(HttpMethod.Post, "pipelines retry", "The same run again, on the data it read; what was done comes from the cache", "projects/{project}/pipeline-runs/{run}/retry", "128", "128 --json"),
        new RouteVerb(HttpMethod.Post, "retry", "The same run again, on the data it read; what was done comes from the cache", "projects/{project}/pipeline-runs/{run}/retry", "128", "128 --json"),
        new ListVerb("pipelines parts", "Items of a mapped step or trials of a sweep, in order", "projects/{project}/pipeline-runs/{run}/steps/{step}/parts",
            Column.Text("PART", "step"), Column.State("STATE", "state"), Column.Number("SCORE", "score", 4), Column.Text("VERDICT", "verdict"), Column.Text("PARAMS", "params"), Column.Text("FAILURE", "failure"))
        {
            Example = "128 train",
        },
        new ReproduceVerb(),
        new WhyVerb(),
        new RouteVerb(HttpMethod.Post, "cancel", "Stop a pipeline run and every process it started", "projects/{project}/pipeline-runs/{run}/cancel",
            "128", "128 --project flight-delay"),
    ];
}
