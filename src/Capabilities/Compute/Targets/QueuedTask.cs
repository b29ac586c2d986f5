namespace Cairn.Compute.Targets;

/// <summary>A task in a target's queue.</summary>
/// <param name="Because">What it waits for; null when it runs.</param>
/// <param name="Placed">It has its slots; when it does not run all the same, the target's scheduler lets it wait.</param>
public sealed record QueuedTask(string Project, string Key, int Slots, string? Because, bool Placed);
