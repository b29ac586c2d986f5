using Cairn.Contracts.Projects;

namespace Cairn.Compute.Targets;

/// <summary>A task in a queue. Two of them are never equal: one key may be counted and wait at once only by mistake, but must not be mixed up then.</summary>
internal sealed class QueueWaiter(string project, string key, int slots, Priority priority)
{
    public string Project => project;

    public string Key => key;

    public int Slots => slots;

    public Priority Priority => priority;

    public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public QueuedTask View(string? because, bool placed) => new(project, key, slots, because, placed) { Priority = priority.ToString().ToLowerInvariant() };
}
