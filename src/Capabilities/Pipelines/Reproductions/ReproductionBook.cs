using Cairn.Pipelines.Runs;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Reads what is on record of reproductions.</summary>
internal sealed class ReproductionBook(IDatabase database, RunStore runs, ReproductionStore store)
{
    public IDatabase Database => database;

    public ReproductionStore Store => store;

    /// <summary>A reproduction with the run that it repeats; null when either is not on record.</summary>
    public Task<RunPair?> OpenAsync(string run, CancellationToken cancellation)
        => database.ReadAsync(s => runs.Find(s, run) is { Repeats: { } of } again && runs.Find(s, of) is { } original ? new RunPair(again, original, runs.Steps(s, of), runs.Steps(s, run)) : null, cancellation);

    public Task<IReadOnlyList<PipelineStep>> StepsAsync(string run, CancellationToken cancellation) => database.ReadAsync(s => runs.Steps(s, run), cancellation);
}
