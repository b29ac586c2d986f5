namespace Cairn.Compute.Targets;

/// <summary>A task in a target's queue.</summary>
/// <param name="Because">What it waits for; null when it runs.</param>
/// <param name="Placed">It has its slots; when it does not run all the same, the target's scheduler lets it wait.</param>
public sealed record QueuedTask(string Project, string Key, int Slots, string? Because, bool Placed)
{
    /// <summary><c>low</c>, <c>normal</c> or <c>high</c>, among those of its project.</summary>
    public string Priority { get; init; } = "normal";

    /// <summary>Graphics processors it has or waits for.</summary>
    public int Gpus { get; init; }
}
