namespace Cairn.Compute.Attempts;

/// <summary>What a launcher is to do on its node.</summary>
/// <param name="Token">Names the attempt; a launcher that was started for another does nothing.</param>
/// <param name="Environment">The whole environment of the command.</param>
/// <param name="Beat">Time between two beats.</param>
internal sealed record LaunchOrder(string Token, ComputeTask Task, IReadOnlyDictionary<string, string> Environment, ComputeOptions Limits, TimeSpan Beat);
