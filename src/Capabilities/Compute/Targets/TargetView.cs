using Cairn.Compute.Local.Groups;
using Cairn.Contracts.Projects;

namespace Cairn.Compute.Targets;

/// <summary>A target over HTTP: its room, its health, what runs there and what waits for what.</summary>
/// <param name="Used">Slots given out, also to tasks that its scheduler lets wait.</param>
/// <param name="Quota">Slots that any one project may have; null when there is no limit.</param>
public sealed record TargetView(
    string Name, string Kind, int Slots, int Used, IReadOnlyList<string> Labels, int? Quota, IReadOnlyDictionary<string, int> Quotas, HealthView Health,
    IReadOnlyList<QueuedTask> Running, IReadOnlyList<QueuedTask> Waiting)
{
    /// <summary>Price of a CPU hour; null when nothing is charged.</summary>
    public double? Cost { get; init; }

    /// <summary>Price of an hour of a graphics processor; null when nothing is charged.</summary>
    public double? GpuCost { get; init; }

    /// <summary>Graphics processors that tasks are given; null where the target's own scheduler gives them.</summary>
    public int? Gpus { get; init; }

    /// <summary>What projects spent there since the first of the month (UTC), the dearest first; empty when nothing is charged.</summary>
    public IReadOnlyList<TargetSpending> Month { get; init; } = [];

    /// <summary>Who holds tasks to what they asked for.</summary>
    public string Limits { get; init; } = "";

    /// <param name="local">What the kernel holds tasks of this machine to.</param>
    internal static TargetView Of(Target target, ControlGroups local)
    {
        IReadOnlyList<QueuedTask> tasks = target.Tasks();
        return new TargetView(target.Name, target.Enrolled.Kind.ToString().ToLowerInvariant(), target.Queue.Slots, tasks.Where(t => t.Placed).Sum(t => t.Slots), target.Enrolled.Labels,
            target.Enrolled.Quota, target.Enrolled.Quotas, target.Backend.Health.Now, [.. tasks.Where(t => t.Because is null)], [.. tasks.Where(t => t.Because is not null)]) { Cost = target.Enrolled.Cost, GpuCost = target.Enrolled.GpuCost, Gpus = target.Enrolled.Kind == ComputeKind.Local ? target.Backend.Capacity.Gpus : null, Limits = LimitsOf(target.Enrolled.Kind, local) };
    }

    private static string LimitsOf(ComputeKind kind, ControlGroups local) => kind switch
    {
        ComputeKind.Slurm => "Slurm, and the launcher on the node: memory, processes and log by looking ten times a second, time by the clock",
        ComputeKind.Kubernetes => "Kubernetes, and the launcher in the pod: memory, processes and log by looking ten times a second, time by the clock",
        _ when local.Controllers.Count > 0 => $"by the kernel's control groups: {string.Join(", ", local.Controllers)}; the rest by looking ten times a second, time by the clock",
        _ => "memory, processes and log by looking ten times a second, time by the clock; cores are counted as slots and not held to",
    };
}
