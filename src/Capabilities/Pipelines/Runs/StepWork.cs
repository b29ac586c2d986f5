using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Caching;

namespace Cairn.Pipelines.Runs;

/// <summary>One thing to be executed: a step, an item of a mapped one, or a trial of a sweep.</summary>
/// <param name="Parameters">As they hold for this execution.</param>
/// <param name="Item">The item of a mapped step.</param>
/// <param name="Key">What its result depends on.</param>
internal sealed record StepWork(PipelineRun Run, RunPlan Plan, Step Step, StepInputs Inputs, JsonObject Parameters, string? Item, StepKey Key)
{
    public static async Task<StepWork> OfAsync(StepScene scene, StepInputs inputs, JsonObject parameters, string? item = null)
        => new(scene.Run, scene.Plan, scene.Step, inputs, parameters, item, await IdentityBuilder.BuildAsync(scene, parameters, inputs.Digests, item));
}
