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
        (ProjectFile file, CodeTree code) = await ReadAsync(project, commit, cancellation);
        return new RunPlan(file, commit, code, [.. file.UpTo(target).Select(name => file.Steps[name])], machine);
    }

    /// <summary>The project file as a commit has it, or as it is in force where none is named.</summary>
    /// <exception cref="ApiException">400: the commit has none, or one with faults. 404: there is no such commit.</exception>
    public async Task<ProjectFile> FileAsync(ProjectView project, string? commit, CancellationToken cancellation) => commit is null ? project.File : (await ReadAsync(project.Name, commit, cancellation)).File;

    private async Task<(ProjectFile File, CodeTree Code)> ReadAsync(string project, string commit, CancellationToken cancellation)
    {
        string checkout = await repositories.CheckoutAsync(project, commit, cancellation), path = Path.Combine(checkout, "cairn.yaml");
        if (_commits.TryGetValue(checkout, out (ProjectFile File, CodeTree Code) read)) return read;
        if (!File.Exists(path)) throw ApiException.Invalid("commit", $"The commit {commit[..7]} has no cairn.yaml.", "Name a commit that has one at the root of its tree.");
        ProjectFileResult result = ProjectFile.Recall(await File.ReadAllTextAsync(path, cancellation), "cairn.yaml");
        read = (result.File ?? throw ApiException.Invalid("commit", $"cairn.yaml of {commit[..7]} has faults: {result.Faults[0]}"), new CodeTree(checkout));
        if (_commits.Count >= Kept) _commits.Clear();
        return _commits[checkout] = read;
    }

    /// <summary>The step a run goes to when none was named: the last in order.</summary>
    public static string DefaultTarget(ProjectFile file) => file.Order[^1];
}
