namespace Cairn.Compute.Targets;

/// <summary>A task in a target's queue.</summary>
/// <param name="Because">What it waits for; null when it runs.</param>
public sealed record QueuedTask(string Project, string Key, int Slots, string? Because);
