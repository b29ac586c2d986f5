using Cairn.Compute;
using Cairn.Contracts;
using Cairn.Contracts.Projects;
using Cairn.Platform.Jobs;
using Cairn.Projects;

namespace Cairn.Delivery;

/// <summary>Tries the compute that an environment and its steps declare: each target is given a step that must end well and bring back what it wrote.</summary>
internal sealed class TrainingGround(ICompute compute, RealTime real)
{
    private const string Local = "local", Port = "mark";

    /// <summary>What is not as declared, or null.</summary>
    public async Task<string?> FaultAsync(ProjectView project, DeploymentEnvironment environment, CancellationToken cancellation)
    {
        var faults = new List<string>();
        foreach (string target in Targets(project.File, environment))
            if (await TryAsync(project.Name, target, cancellation) is { } fault) faults.Add(fault);
        return faults.Count == 0 ? null : string.Join("; ", faults);
    }

    /// <summary>What steps name, and for those that name none what the environment names.</summary>
    internal static IReadOnlyList<string> Targets(ProjectFile file, DeploymentEnvironment environment)
        => [.. file.Steps.Values.Select(s => s.Compute ?? environment.Compute ?? Local).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private async Task<string?> TryAsync(string project, string target, CancellationToken cancellation)
    {
        // One attempt, one key: after a crash the lost task's key is used up.
        string key = $"probe-{Ulid.New(real.Now)}";
        var task = new ComputeTask(key, project, ["/bin/sh", "-c", "printf %s \"$CAIRN_TASK\" > \"$CAIRN_OUT_MARK\""]) { Target = target, Outputs = [Port] };
        try
        {
            ComputeResult result = await compute.RunAsync(task, cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (!result.Succeeded) return $"target '{target}' did not run a step: {result.Reason ?? result.Outcome.ToString()}";
            bool same = await File.ReadAllTextAsync(result.OutputPaths[Port], cancellation) == key;
            await compute.ReleaseAsync(key);
            return same ? null : $"target '{target}' brought back something else than the step wrote";
        }
        catch (ArgumentException e)
        {
            return $"target '{target}': {e.Message}";
        }
    }
}
