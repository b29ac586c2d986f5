namespace Cairn.Pipelines.Runs;

/// <summary>The inputs of a step: port -> local path, and port -> digest of the content.</summary>
internal sealed record StepInputs(IReadOnlyDictionary<string, string> Paths, IReadOnlyDictionary<string, string> Digests);
