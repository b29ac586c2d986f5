using Cairn.Serving.Runs;

namespace Cairn.Serving.Servers;

/// <summary>What a request that runs alone brings along for the model's own server.</summary>
/// <param name="Left">What its client will still wait; null when it did not say.</param>
internal readonly record struct Passed(IReadOnlyList<Parameter> Parameters, TimeSpan? Left);
