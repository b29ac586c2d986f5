namespace Cairn.Contracts.Snapshots;

/// <summary>Points of keys, of 0 to 999, that fall on one variant.</summary>
/// <param name="From">The first.</param>
/// <param name="To">One beyond the last.</param>
public sealed record PointRange(int From, int To);
