using Cairn.Compute.Targets;

namespace Cairn.Compute.Scheduled;

/// <summary>An enrolled target behind a scheduler.</summary>
/// <param name="Installation">Names this server among those that share the directory or the cluster.</param>
internal sealed record ScheduledTarget(string Name, int Slots, string Installation, ScheduledOptions Options, TargetHealth Health);
