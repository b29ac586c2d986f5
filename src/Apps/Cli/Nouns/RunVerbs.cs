using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal static class RunVerbs
{
    public static IReadOnlyList<Verb> All =>
    [
        new ListVerb("runs list", "Tracked runs, newest first", "projects/{project}/runs",
            Column.Text("RUN", "name|run_name|id|run_id"), Column.State("STATE", "state|status"), Column.Number("AUC", "metrics.auc|auc", 3),
            Column.Text("DATA", "dataset|data|partition"), Column.Digest("COMMIT", "commit|git_commit"), Column.Ago("STARTED", "started_at|start_time"))
        {
            Example = "--sort -auc --limit 3",
            Filters = [new("state", "only this state"), new("experiment", "only this experiment"), new("q", "only those that match, in MLflow's grammar: params.depth = '8'", "filter"), new("view", "a view that was saved on the page of runs: its filter, in its order")],
            Next = "next: cairn runs show {first}",
            Fields = "metrics.auc",
            Sorts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["auc"] = "metrics.auc", ["run"] = "name", ["name"] = "name", ["run_name"] = "name", ["started"] = "started", ["started_at"] = "started", ["start_time"] = "started",
            },
        },
        new RouteVerb(HttpMethod.Get, "runs show", "One run: parameters, metrics, data, commit, environment", "projects/{project}/runs/{run}", "brisk-gull", "brisk-gull --json"),
        new CompareVerb(),
        new RouteVerb(HttpMethod.Get, "runs count", "How many runs there are; counting ends at 10,000", "projects/{project}/runs/count", "", "--filter \"params.depth = '8'\" --json")
        {
            Fields = [new("q", "only those that match, in MLflow's grammar", Option: "filter"), new("state", "only this state"), new("experiment", "only this experiment")],
        },
        new RouteVerb(HttpMethod.Delete, "runs delete", "Hide a run that a client made; it can be restored until gc", "projects/{project}/runs/{run}", "brisk-gull", "brisk-gull --json") { Done = "deleted; cairn runs restore {run} brings it back" },
        new RouteVerb(HttpMethod.Post, "runs restore", "Bring a deleted run back", "projects/{project}/runs/{run}/restore", "brisk-gull", "brisk-gull --json"),
        new TagVerb("runs tag", "Set or take away tags of a run that a client made", ("run", "run as the list shows it"), run => ("projects/{project}/runs/{run}", [("run", run)]),
            "brisk-gull stage=tried team=delays", "brisk-gull --delete stage --json"),
        new ListVerb("runs artifacts list", "The files of a run, of all its folders", "projects/{project}/runs/{run}/artifacts",
            Column.Text("PATH", "path"), Column.Digest("DIGEST", "digest"), Column.Number("BYTES", "size"))
        {
            Example = "brisk-gull",
        },
        new RunArtifactGetVerb(),
        new RunArtifactPutVerb(),
        new RouteVerb(HttpMethod.Post, "runs move", "Give a run to another experiment; its id and artifacts stay", "projects/{project}/runs/{run}/move", "brisk-gull --experiment archive", "brisk-gull --experiment archive --json")
        {
            Fields = [new("experiment", "name of the experiment", Required: true)],
        },
        new RouteVerb(HttpMethod.Post, "runs note", "Write a remark to a run", "projects/{project}/runs/{run}/note", "brisk-gull --text \"too few rows\"", "brisk-gull --text \"too few rows\" --json")
        {
            Fields = [new("text", "the remark; it takes the place of the one before", Required: true)],
        },
        new ListVerb("runs views", "Views of the runs that were saved on their page", "projects/{project}/run-views",
            Column.Text("VIEW", "name"), Column.Text("OF", "experiment"), Column.Text("FILTER", "filter"), Column.Text("SORT", "sort"), Column.Text("BY", "by"), Column.Ago("SAVED", "saved_at"))
        {
            Next = "next: cairn runs list --view \"{first}\"",
        },
        new RunExportVerb(),
        new RunLeaderboardVerb(),
        new RunImportVerb(),
        new RunReplayVerb(),
    ];
}
