namespace Cairn.Contracts.Snapshots;

/// <summary>How requests of an endpoint share runs of its model, and how many may wait.</summary>
public sealed record BatchRule
{
    /// <summary>Most rows that several requests share in one run, 1 to 10,000; 1: each request runs alone.</summary>
    public int MaxRows { get; set; } = 64;

    /// <summary>Most requests that wait for the model, 1 to 100,000; more are refused.</summary>
    public int MaxWaiting { get; set; } = 256;
}
