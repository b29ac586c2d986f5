using Cairn.Compute;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Finds what the steps of a run that is made again ran in, also where they were taken from the cache then.</summary>
internal sealed class FormerEnvironments(IDatabase database, RunStore store, IArtifactStore artifacts)
{
    /// <param name="step">Its name, or that of a part.</param>
    /// <returns>Null when the run makes none again, or nothing is on record.</returns>
    public async Task<FormerEnvironment?> OfAsync(PipelineRun run, string step, CancellationToken cancellation)
    {
        if (run.Repeats is not { } first || await database.ReadAsync(s => store.EnvironmentOf(s, first, step), cancellation) is not { } digest) return null;
        if (!await artifacts.ExistsAsync(digest, cancellation)) return null;
        string found = await artifacts.ReadTextAsync(digest, cancellation);
        return new FormerEnvironment(RanIn.SystemPackagesOf(found), RanIn.PinnedImageOf(found));
    }
}
