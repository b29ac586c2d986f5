using Cairn.Contracts.Enrolment;

namespace Cairn.Compute.Targets;

/// <summary>An enrolled target: its backend and its queue.</summary>
internal sealed record Target(EnrolledTarget Enrolled, IComputeBackend Backend, TargetQueue Queue)
{
    public string Name => Enrolled.Name;

    /// <summary>Everything in its queue, each with what it waits for, be it here or at the target's scheduler.</summary>
    public IReadOnlyList<QueuedTask> Tasks() => [.. Queue.Snapshot().Select(t => t.Placed ? t with { Because = Backend.Because(t.Key) } : t)];
}
