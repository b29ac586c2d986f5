using Cairn.Pipelines.Runs;

namespace Cairn.Pipelines.Reproductions;

/// <summary>A reproduction and the run that it is held against, with their steps.</summary>
internal sealed record RunPair(PipelineRun Again, PipelineRun Original, IReadOnlyList<PipelineStep> Then, IReadOnlyList<PipelineStep> Now);
