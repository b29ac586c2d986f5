namespace Cairn.Contracts.Snapshots;

/// <summary>A snapshot that is not taken; the one before it goes on.</summary>
public sealed class SnapshotException(IReadOnlyList<SnapshotFault> faults)
    : Exception(string.Join("\n", faults))
{
    public IReadOnlyList<SnapshotFault> Faults { get; } = faults;
}
