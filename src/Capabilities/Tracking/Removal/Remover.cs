using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Tracking.Artifacts;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.Removal;

/// <summary>
/// Removes for good what was deleted: rows first, one run at a time, so that a crash leaves nothing half; then content that no table and no
/// listing speaks of any more. Names and paths are free at once.
/// </summary>
internal sealed class Remover(IDatabase database, TrackingStores stores, RemovalStore removal, ContentSweep sweep, FileService files, RunEvents events, IEnumerable<IRunHolder> holders)
{
    private const int MostKept = 100;

    /// <param name="before">Only what was deleted at or before this instant, in unix milliseconds.</param>
    public async Task<RemovalReport> RunAsync(long before, bool dryRun, Actor actor, CancellationToken cancellation)
    {
        (IReadOnlyList<RunRow> runs, IReadOnlyList<FreedModel> models, IReadOnlyList<long> experiments) = await database.ReadAsync(s => (removal.Runs(s, before), removal.Models(s, before), removal.Experiments(s, before)), cancellation);
        var kept = new List<string>();
        (int removedRuns, int removedModels, int removedFiles) = (0, 0, 0);
        foreach (RunRow run in runs)
            if (await OneAsync(run.Id, run.ArtifactUri, dryRun, kept, s => RemoveRun(s, run, actor), cancellation) is { } count) (removedRuns, removedFiles) = (removedRuns + 1, removedFiles + count);
        foreach (FreedModel model in models)
            if (await OneAsync(model.Id, model.ArtifactUri, dryRun, kept, s => removal.RemoveModel(s, model.Id), cancellation) is { } count) (removedModels, removedFiles) = (removedModels + 1, removedFiles + count);
        if (dryRun) return new RemovalReport(true, experiments.Count, removedRuns, removedModels, removedFiles, 0, 0, kept);
        int emptied = await database.WriteAsync(s => Empty(s, before), Lane.Tracking, cancellation);
        (int contents, long bytes) = await sweep.RunAsync(cancellation);
        return new RemovalReport(false, emptied, removedRuns, removedModels, removedFiles, contents, bytes, kept);
    }

    /// <summary>The number of files; null when somebody holds it.</summary>
    private async Task<int?> OneAsync(string id, string uri, bool dryRun, List<string> kept, Action<SqlSession> remove, CancellationToken cancellation)
    {
        (int? count, string? why) = await (dryRun ? database.ReadAsync(Look, cancellation) : database.WriteAsync(Take, Lane.Tracking, cancellation));
        if (why is not null && kept.Count < MostKept) kept.Add($"{id}: {why}");
        return count;

        (int?, string?) Look(SqlSession s) => Held(s, id) is { } held ? (null, held) : (stores.Files.Below(s, files.Root(uri)).Count, null);

        (int?, string?) Take(SqlSession s)
        {
            if (Held(s, id) is { } held) return (null, held);
            int freed = removal.FreeFiles(s, files.Root(uri));
            remove(s);
            return (freed, null);
        }
    }

    private string? Held(SqlSession s, string id) => holders.Select(h => h.Holds(s, id)).FirstOrDefault(w => w is not null);

    private void RemoveRun(SqlSession s, RunRow run, Actor actor)
    {
        // It may have been restored meanwhile.
        if (stores.Runs.Lock(s, run.Id) is not { Stage: "deleted" }) throw MlflowException.Invalid($"The run {run.Id} was restored while it was to be removed.");
        events.Finished(s, run, stores.Experiments.Find(s, run.Experiment)?.Project, actor, "removed");
        removal.RemoveRun(s, run);
    }

    private int Empty(SqlSession s, long before)
    {
        IReadOnlyList<long> experiments = removal.Experiments(s, before);
        foreach (long experiment in experiments) removal.RemoveExperiment(s, experiment);
        return experiments.Count;
    }
}
