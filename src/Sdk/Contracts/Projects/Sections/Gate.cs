namespace Cairn.Contracts.Projects;

/// <summary>What a version must show before release. Every condition of <see cref="Need"/> must pass.</summary>
/// <param name="After">The step whose metrics are looked at.</param>
public sealed record Gate(string Name, string After, IReadOnlyList<Condition> Need);
