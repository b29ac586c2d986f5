using Cairn.Compute.Environments.Builds;
using Cairn.Compute.Targets;

namespace Cairn.Compute.Environments;

/// <summary>A task whose environment was looked at and, where that was needed and possible, restored.</summary>
/// <param name="Environment">JSON of what was found: the machine, and the interpreters with their packages.</param>
/// <param name="Drift">How it differs from the task's lock; null when it does not.</param>
internal sealed record ReadyTask(PreparedTask Task, string Environment, string? Drift)
{
    /// <summary>What it may have the SDK build.</summary>
    public IReadOnlyList<WantedBuild> Builds { get; init; } = [];

    /// <summary>Why it must not run; null when it may.</summary>
    public string? Refusal => Drift is null || Task.Task.AllowDrift ? null : $"What is installed differs from {Task.Task.Lock!.Name}: {Drift}. Install what it names, or run with --allow-drift.";
}
