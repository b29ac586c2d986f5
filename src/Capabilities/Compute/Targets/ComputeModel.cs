using Cairn.Compute.Tasks;

namespace Cairn.Compute.Targets;

/// <summary>What the page of compute shows.</summary>
public sealed record ComputeModel(IReadOnlyList<TargetView> Targets, IReadOnlyList<TaskView> Recent);
