using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;

namespace Cairn.Pipelines.Sweeps;

/// <summary>A trial that was measured.</summary>
/// <param name="Merit">Its metric, negated when the goal is the least.</param>
internal sealed record Trial(JsonObject Parameters, double Merit)
{
    /// <summary>Those of these parts that were measured.</summary>
    public static Trial[] Of(IEnumerable<PipelineStep> parts, Goal goal)
        => [.. parts.Where(t => t.Score is not null).Select(t => new Trial(JsonNode.Parse(t.Changes!)!.AsObject(), goal.Maximize ? t.Score!.Value : -t.Score!.Value))];
}
