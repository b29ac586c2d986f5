using System.Text.Json.Nodes;

namespace Cairn.Pipelines.Sweeps;

/// <summary>A trial that was measured.</summary>
/// <param name="Merit">Its metric, negated when the goal is the least.</param>
internal sealed record Trial(JsonObject Parameters, double Merit);
