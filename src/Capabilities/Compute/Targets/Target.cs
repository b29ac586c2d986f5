namespace Cairn.Compute.Targets;

/// <summary>A backend and its queue.</summary>
internal sealed record Target(IComputeBackend Backend, TargetQueue Queue);
