namespace Cairn.Pipelines.Runs;

/// <summary>The inputs of a step: port -> local path, and port -> digest of the content.</summary>
internal sealed record StepInputs(IReadOnlyDictionary<string, string> Paths, IReadOnlyDictionary<string, string> Digests)
{
    public StepInputs With(string port, (string Path, string Digest) input)
        => new(new Dictionary<string, string>(Paths, StringComparer.Ordinal) { [port] = input.Path }, new Dictionary<string, string>(Digests, StringComparer.Ordinal) { [port] = input.Digest });
}
