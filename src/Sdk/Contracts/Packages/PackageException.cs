namespace Cairn.Contracts.Packages;

/// <summary>A packaged model that cannot be taken: every fault, with its place in <c>model.json</c>.</summary>
public sealed class PackageException(IReadOnlyList<string> faults) : Exception(string.Join(' ', faults))
{
    public PackageException(string fault)
        : this([fault])
    {
    }

    public IReadOnlyList<string> Faults { get; } = faults;
}
