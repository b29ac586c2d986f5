using Cairn.Contracts.Projects;
using Cairn.Platform.Web;

namespace Cairn.Pipelines.Runs;

/// <summary>Runs and steps in the words and addresses of the pages.</summary>
internal static class RunWords
{
    public static string Href(PipelineRun run) => $"/p/{run.Project}/pipelines/{run.Target}/runs/{run.Number}";

    public static Status Of(PipelineRun run) => Status.OfState(run.State, run.Failure);

    public static Status Of(PipelineStep step) => Status.OfState(step.State);

    public static string? Of(Priority? priority) => priority?.ToString().ToLowerInvariant();

    /// <summary>Who or what started it.</summary>
    public static string Cause(PipelineRun run) => run.Shuffled is not null ? "trained on shuffled labels, to try a gate" : run.Repeats is not null ? "made again from its record" : run.TriggerName is { } name ? $"trigger {name} ({run.TriggerKind})" : run.TriggerKind == "retry" ? "tried again by hand" : "started by hand";

    public static string Commit(string commit) => commit.Length > 7 ? commit[..7] : commit;

    /// <summary>"5 succeeded, 1 running".</summary>
    public static string Counts(IEnumerable<PipelineStep> steps)
        => string.Join(", ", steps.GroupBy(s => s.State, StringComparer.Ordinal).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} {g.Key}"));

    public static TimeSpan? Took(PipelineRun run) => run.FinishedAt is { } end ? TimeSpan.FromMilliseconds(end - run.CreatedAt) : null;

    public static string IconOf(string? use) => use switch
    {
        "query" => "table",
        "split" => "adjustments",
        "train" => "cube",
        "evaluate" => "target",
        _ => "terminal-2",
    };
}
