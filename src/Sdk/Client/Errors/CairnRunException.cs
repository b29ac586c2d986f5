namespace Cairn.Client;

/// <summary>Some of what was logged to a run did not arrive: the server refused it, or was away and nothing was kept on disk.</summary>
public sealed class CairnRunException(IReadOnlyList<RunFault> faults)
    : Exception($"{faults.Count} of what was logged did not arrive; the first: {faults[0].What}: {faults[0].Problem}")
{
    /// <summary>At most 100 of them.</summary>
    public IReadOnlyList<RunFault> Faults { get; } = faults;
}
