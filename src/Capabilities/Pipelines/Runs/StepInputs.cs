namespace Cairn.Pipelines.Runs;

/// <summary>The inputs of a step by port.</summary>
internal sealed record StepInputs(IReadOnlyDictionary<string, StepInput> Ports)
{
    public IReadOnlyDictionary<string, string> Digests => Ports.ToDictionary(p => p.Key, p => p.Value.Digest, StringComparer.Ordinal);

    public StepInputs With(string port, StepInput input) => new(new Dictionary<string, StepInput>(Ports, StringComparer.Ordinal) { [port] = input });

    /// <summary>Port -> local path.</summary>
    /// <exception cref="FileNotFoundException">Something of it is not stored any more.</exception>
    public async Task<IReadOnlyDictionary<string, string>> LayOutAsync()
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string port, StepInput input) in Ports) paths[port] = await input.PathAsync();
        return paths;
    }
}
