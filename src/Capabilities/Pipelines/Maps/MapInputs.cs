using Cairn.Pipelines.Runs;

namespace Cairn.Pipelines.Maps;

/// <summary>The items of a mapped step, and what each of them gets.</summary>
/// <param name="Items">Those that have all their inputs, in order.</param>
/// <param name="Waiting">Items for which some input has nothing yet.</param>
/// <param name="Whole">Ports that every item gets whole.</param>
/// <param name="Parts">Port -> item -> path and digest.</param>
internal sealed record MapInputs(IReadOnlyList<string> Items, IReadOnlyList<string> Waiting, StepInputs Whole, IReadOnlyDictionary<string, IReadOnlyDictionary<string, (string Path, string Digest)>> Parts)
{
    public StepInputs Of(string item)
    {
        var paths = new Dictionary<string, string>(Whole.Paths, StringComparer.Ordinal);
        var digests = new Dictionary<string, string>(Whole.Digests, StringComparer.Ordinal);
        foreach ((string port, IReadOnlyDictionary<string, (string Path, string Digest)> parts) in Parts) (paths[port], digests[port]) = parts[item];
        return new StepInputs(paths, digests);
    }
}
