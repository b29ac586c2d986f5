namespace Cairn.Compute.Targets;

/// <summary>The enrolled targets by name.</summary>
internal sealed class TargetList(IEnumerable<IComputeBackend> backends)
{
    private readonly Dictionary<string, Target> _targets = backends.ToDictionary(b => b.Name, b => new Target(b, new TargetQueue(b.Slots)), StringComparer.Ordinal);

    public IEnumerable<Target> All => _targets.Values;

    public Target? Find(string name) => _targets.GetValueOrDefault(name);
}
