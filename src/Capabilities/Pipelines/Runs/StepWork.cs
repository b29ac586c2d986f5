using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Caching;

namespace Cairn.Pipelines.Runs;

/// <summary>One thing to be executed: a step, an item of a mapped one, or a trial of a sweep.</summary>
/// <param name="Parameters">As they hold for this execution.</param>
/// <param name="Item">The item of a mapped step.</param>
internal sealed record StepWork(PipelineRun Run, RunPlan Plan, Step Step, StepInputs Inputs, JsonObject Parameters, string? Item = null)
{
    public StepKey Key { get; } = IdentityBuilder.Build(Plan, Run.Sample, Step, Parameters, Inputs.Digests, Item);
}
