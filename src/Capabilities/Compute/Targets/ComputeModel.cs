using Cairn.Compute.Tasks;

namespace Cairn.Compute.Targets;

/// <summary>What the page of compute shows.</summary>
public sealed record ComputeModel(IReadOnlyList<TargetState> Targets, IReadOnlyList<TaskView> Recent);

/// <summary>A target with its slots and its queue.</summary>
public sealed record TargetState(string Name, int Slots, int Used, IReadOnlyList<QueuedTask> Queue);
