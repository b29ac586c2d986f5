using Cairn.Platform.Web;

namespace Cairn.Tracking.Runs;

/// <summary>Tracked runs in the words and addresses of the pages.</summary>
internal static class RunWords
{
    /// <param name="project">Empty for a run of no project.</param>
    public static string Href(string project, RunView run) => project.Length == 0 ? Loose(run) : $"/p/{project}/experiments/{Uri.EscapeDataString(run.Experiment)}/runs/{run.Id}";

    public static string Loose(RunView run) => $"/experiments/{run.ExperimentId}/runs/{run.Id}";

    public static Status Of(RunView run) => Status.OfState(run.Status);

    public static TimeSpan? Took(RunView run) => run.EndedAt - run.StartedAt;

    /// <summary>The cell of a column named <c>metrics.auc</c> or <c>params.depth</c>.</summary>
    public static string? Cell(RunView run, string column) => column.Split('.', 2) switch
    {
        ["metrics", var key] => run.Metrics.TryGetValue(key, out double value) ? Format.Metric(value) : null,
        ["params", var key] => run.Params.GetValueOrDefault(key),
        ["tags", var key] => run.Tags.GetValueOrDefault(key),
        _ => null,
    };
}
