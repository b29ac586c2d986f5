using Cairn.Compute;

namespace Cairn.Pipelines.Runs;

/// <summary>Says of steps that count as running but wait for room what they wait for.</summary>
internal static class StepWaits
{
    public static IReadOnlyList<PipelineStep> Told(IReadOnlyList<PipelineStep> steps, ICompute compute)
        => [.. steps.Select(s => s is { State: RunState.Running, Task: { } task } && compute.Because(task) is { } because ? s with { Why = $"It {Verb(because)}." } : s)];

    private static string Verb(string because) => because.StartsWith("waits", StringComparison.Ordinal) || because.StartsWith("is ", StringComparison.Ordinal) || because.StartsWith("needs", StringComparison.Ordinal)
        ? because : $"waits: {because}";
}
