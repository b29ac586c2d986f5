using System.Collections.Concurrent;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Caching;
using Cairn.Platform.Http;
using Cairn.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>Reads the project file of a commit and orders the steps that lead to a target. A commit never changes, so what was read of the last ones is kept.</summary>
internal sealed class Planner(IRepositories repositories, Machine machine)
{
    private const int Kept = 8;
    private readonly ConcurrentDictionary<string, (ProjectFile File, CodeTree Code)> _commits = new(StringComparer.Ordinal);

    /// <summary>The plan of a run, which goes on record with whether the tree is the commit's: git reads all of it for that. Who only looks ahead does without.</summary>
    public async Task<RunPlan> PlanToRunAsync(PipelineRun run, CancellationToken cancellation)
        => await PlanAsync(run.Project, run.CommitId, run.Target, cancellation) with { Intact = await repositories.IsIntactAsync(run.Project, run.CommitId, cancellation) };

    public async Task<RunPlan> PlanAsync(string project, string commit, string target, CancellationToken cancellation)
    {
        string checkout = await repositories.CheckoutAsync(project, commit, cancellation);
        if (!_commits.TryGetValue(checkout, out (ProjectFile File, CodeTree Code) read))
        {
            ProjectFileResult result = ProjectFile.Parse(await File.ReadAllTextAsync(Path.Combine(checkout, "cairn.yaml"), cancellation), "cairn.yaml");
            read = (result.File ?? throw ApiException.Invalid("commit", $"cairn.yaml of {commit[..7]} has faults: {result.Faults[0]}"), new CodeTree(checkout));
            if (_commits.Count >= Kept) _commits.Clear();
            _commits[checkout] = read;
        }
        return new RunPlan(read.File, commit, read.Code, [.. read.File.UpTo(target).Select(name => read.File.Steps[name])], machine);
    }

    /// <summary>The step a run goes to when none was named: the last in order.</summary>
    public static string DefaultTarget(ProjectFile file) => file.Order[^1];
}
