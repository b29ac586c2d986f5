using Cairn.Pipelines.Runs;

namespace Cairn.Pipelines.Maps;

/// <summary>The items of a mapped step, and what each of them gets.</summary>
/// <param name="Items">Those that have all their inputs, in order.</param>
/// <param name="Waiting">Items for which some input has nothing yet.</param>
/// <param name="Whole">Ports that every item gets whole.</param>
/// <param name="Parts">Port -> item -> what it gets.</param>
internal sealed record MapInputs(IReadOnlyList<string> Items, IReadOnlyList<string> Waiting, StepInputs Whole, IReadOnlyDictionary<string, IReadOnlyDictionary<string, StepInput>> Parts)
{
    public StepInputs Of(string item)
    {
        var ports = new Dictionary<string, StepInput>(Whole.Ports, StringComparer.Ordinal);
        foreach ((string port, IReadOnlyDictionary<string, StepInput> parts) in Parts) ports[port] = parts[item];
        return new StepInputs(ports);
    }
}
