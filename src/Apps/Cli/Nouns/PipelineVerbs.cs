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
            Column.Text("RUN", "id|run_id|number"), Column.Text("PIPELINE", "pipeline"), Column.State("STATE", "state|status"), Column.Text("CAUSE", "cause|trigger"),
            Column.Number("STEPS", "steps"), Column.Number("CACHED", "cached"), Column.Digest("COMMIT", "commit"), Column.Ago("STARTED", "started_at|created_at"))
        {
            Filters = [new("state", "only this state, e.g. failed"), new("pipeline", "only this pipeline")],
            Next = "next: cairn logs {first}",
        },
        new RouteVerb(HttpMethod.Get, "pipelines show", "One pipeline run with its steps", "projects/{project}/pipeline-runs/{run}", "128", "128 --json"),
        new RunVerb(),
        new LogsVerb(),
        new RouteVerb(HttpMethod.Get, "why", "Why a step ran or was taken from the cache", "projects/{project}/why/{step}", "train", "train --run 128")
        {
            Fields = [new("run", "pipeline run; else the newest")],
        },
        new RouteVerb(HttpMethod.Post, "cancel", "Stop a pipeline run and every process it started", "projects/{project}/pipeline-runs/{run}/cancel",
            "128", "128 --reason wrong-branch")
        {
            Fields = [new("reason", "why, for the record")],
        },
    ];
}
