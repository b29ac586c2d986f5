namespace Cairn.Pipelines.Runs;

/// <summary>What a port reads. Only an execution needs it as a local path; whoever asks the cache does with the digest.</summary>
/// <param name="lay">Lays it out; asked once.</param>
internal sealed class StepInput(string digest, Func<Task<string>> lay)
{
    private readonly Lazy<Task<string>> _path = new(lay);

    public string Digest => digest;

    /// <exception cref="FileNotFoundException">It is not stored any more.</exception>
    public Task<string> PathAsync() => _path.Value;
}
