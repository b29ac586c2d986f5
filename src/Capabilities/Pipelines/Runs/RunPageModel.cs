using Cairn.Compute;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>What the page of a run shows.</summary>
/// <param name="Step">The step whose details are open.</param>
/// <param name="View"><c>graph</c>, <c>list</c>, <c>gantt</c> or <c>journal</c>.</param>
/// <param name="Log">First lines of the open step's log; null when it has no task.</param>
public sealed record RunPageModel(ProjectFile File, PipelineRun Run, IReadOnlyList<PipelineStep> Steps, IReadOnlyList<JournalLine> Journal, PipelineStep? Step, string View, TaskLogPart? Log)
{
    /// <summary>Of the open step, when it is a sweep.</summary>
    public IReadOnlyList<PipelineStep> Trials { get; init; } = [];

    /// <summary>What came of making the run's version again, last time; null when that was not done.</summary>
    public string? MadeAgain { get; init; }

    public bool Active => !RunState.IsDone(Run.State);
}
