using Cairn.Contracts.Projects;

namespace Cairn.Compute.Targets;

/// <summary>A task in a queue. Two of them are never equal: one key may be counted and wait at once only by mistake, but must not be mixed up then.</summary>
internal sealed class QueueWaiter(string project, string key, TargetShare share, Priority priority)
{
    public string Project => project;

    public string Key => key;

    public TargetShare Share => share;

    public int Slots => share.Slots;

    /// <summary>The graphics processors it was given.</summary>
    public IReadOnlyList<int> Gpus { get; set; } = [];

    public Priority Priority => priority;

    public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public QueuedTask View(string? because, bool placed) => new(project, key, share.Slots, because, placed) { Priority = priority.ToString().ToLowerInvariant(), Gpus = share.Gpus };
}
