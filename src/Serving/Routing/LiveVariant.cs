using Cairn.Contracts.Snapshots;
using Cairn.Serving.Metrics;
using Cairn.Serving.Models;
using Cairn.Serving.Runs;

namespace Cairn.Serving.Routing;

/// <summary>One variant ready to answer.</summary>
internal sealed record LiveVariant(VariantRoute Route, LoadedModel Model, ModelFit Fit, VariantMeter Meter, CanaryWatch? Watch, RunQueue Queue)
{
    public string Version => Route.Version;

    /// <summary>Whether it answers row by row; null when that was not tried.</summary>
    public bool? Batches { get; init; }

    /// <summary><c>stable</c> or <c>canary</c>.</summary>
    public string Name { get; } = NameOf(Route.Role);

    public static string NameOf(VariantRole role) => role == VariantRole.Stable ? "stable" : "canary";
}
