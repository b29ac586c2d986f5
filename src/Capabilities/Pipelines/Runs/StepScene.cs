using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>A step of a run at the moment when it may begin.</summary>
/// <param name="Published"><c>step.port</c> -> digest of everything published so far.</param>
internal sealed record StepScene(PipelineRun Run, RunPlan Plan, Step Step, IReadOnlyDictionary<string, string> Published, RunStops Stops)
{
    /// <summary>Parameters given with the run, by <c>step.name</c>.</summary>
    public JsonObject Overrides { get; } = JsonNode.Parse(Run.Params)!.AsObject();
}
