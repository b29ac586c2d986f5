namespace Cairn.Contracts.Projects;

/// <summary>One cached task for each partition of what a step reads, or for each item of a list; exactly one of the two.</summary>
/// <param name="Unit">hour, day, week or month.</param>
public sealed record StepMap(string? Unit, IReadOnlyList<string> Items)
{
    /// <summary>Whether the items of the other map are the items of this one.</summary>
    public bool Fits(StepMap? other) => other is not null && Unit == other.Unit && Items.SequenceEqual(other.Items, StringComparer.Ordinal);
}
