using Cairn.Compute.Environments.Builds;
using Cairn.Compute.Targets;

namespace Cairn.Compute.Environments;

/// <summary>A task whose environment was looked at and, where that was needed and possible, restored.</summary>
/// <param name="Environment">JSON of what was found: the machine, and the interpreters with their packages.</param>
/// <param name="Differences">How it differs from what the task asks for, and by what that is asked.</param>
internal sealed record ReadyTask(PreparedTask Task, string Environment, IReadOnlyList<(string From, string What)> Differences)
{
    /// <summary>What it may have the SDK build.</summary>
    public IReadOnlyList<WantedBuild> Builds { get; init; } = [];

    /// <summary>As in <see cref="ComputeResult.Drift"/>.</summary>
    public string? Drift => Differences.Count == 0 ? null : string.Join("; ", Differences.Select(d => d.What));

    /// <summary>Why it must not run; null when it may.</summary>
    public string? Refusal => Differences.Count == 0 || Task.Task.AllowDrift ? null
        : $"What is installed differs from {string.Join(", and from ", Differences.Select(d => $"{d.From}: {d.What}"))}. Install what {(Differences.Count == 1 ? "it names" : "they name")}, or run with --allow-drift.";
}
