namespace Cairn.Tracking.Experiments;

/// <summary>A dataset that active runs of an experiment read, and in which context.</summary>
internal sealed record DatasetRow
{
    public long Experiment { get; init; }
    public string Name { get; init; } = "";
    public string Digest { get; init; } = "";
    public string Context { get; init; } = "";
}
