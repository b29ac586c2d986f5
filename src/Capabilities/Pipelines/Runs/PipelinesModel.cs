using Cairn.Pipelines.Triggers;
using Cairn.Platform.Web;
using Cairn.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>What the page of pipelines shows.</summary>
/// <param name="Last">Newest run; its steps give the graph its states.</param>
public sealed record PipelinesModel(ProjectView Project, TablePage<PipelineRun> Runs, PipelineRun? Last, IReadOnlyList<PipelineStep> Steps, IReadOnlyList<TriggerRow> Triggers, TableQuery Query);
