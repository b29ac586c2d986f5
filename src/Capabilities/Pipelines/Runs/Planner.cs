using Cairn.Contracts.Projects;
using Cairn.Pipelines.Caching;
using Cairn.Platform.Http;
using Cairn.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>Reads the project file of a commit and orders the steps that lead to a target.</summary>
internal sealed class Planner(IRepositories repositories, Machine machine)
{
    public async Task<RunPlan> PlanAsync(string project, string commit, string target, CancellationToken cancellation)
    {
        string checkout = await repositories.CheckoutAsync(project, commit, cancellation);
        ProjectFileResult result = ProjectFile.Parse(await File.ReadAllTextAsync(Path.Combine(checkout, "cairn.yaml"), cancellation), "cairn.yaml");
        if (result.File is not { } file) throw ApiException.Invalid("commit", $"cairn.yaml of {commit[..7]} has faults: {result.Faults[0]}");
        return new RunPlan(file, commit, checkout, [.. file.UpTo(target).Select(name => file.Steps[name])], machine) { Intact = await repositories.IsIntactAsync(project, commit, cancellation) };
    }

    /// <summary>The step a run goes to when none was named: the last in order.</summary>
    public static string DefaultTarget(ProjectFile file) => file.Order[^1];
}
