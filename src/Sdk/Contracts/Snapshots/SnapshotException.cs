namespace Cairn.Contracts.Snapshots;

/// <summary>A snapshot that is not taken; the one before it goes on.</summary>
public sealed class SnapshotException(IReadOnlyList<SnapshotFault> faults)
    : Exception(string.Join("\n", faults))
{
    public IReadOnlyList<SnapshotFault> Faults { get; } = faults;

    /// <summary>A file could not be read: the same snapshot may be taken later.</summary>
    public bool MayPass { get; init; }
}
