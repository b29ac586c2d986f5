using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Tracking;

/// <summary>
/// Brings in what was tracked elsewhere, as it was. It is marked imported for ever and stands on the ledger with grade 0. Everything may
/// be done again: what is there stays as it is.
/// </summary>
public interface ITrackingImport
{
    /// <summary>The id here of the experiment of that name, made when there is none: under its id there, when that is free.</summary>
    long Experiment(SqlSession transaction, ImportedExperiment experiment, string? project);

    /// <summary>False when a run with this id is there already.</summary>
    /// <param name="origin">Where it comes from, kept with the run.</param>
    /// <exception cref="MlflowException">The run has a key or an id that is not accepted.</exception>
    bool Run(SqlSession transaction, long experiment, ImportedRun run, string origin, Actor actor);

    /// <summary>
    /// A digest of what was logged to a run, its files left aside, by which it is seen whether it was written to; null when it is not here or has ended. It is the same on every database and whatever else
    /// comes to be noted of runs.
    /// </summary>
    string? Mark(SqlSession session, string run);

    /// <summary>Puts what a run that had not ended holds there now in the place of what was brought of it. False when it was written to here since, or is gone; then nothing is changed. Nobody writes to it meanwhile.</summary>
    /// <param name="mark">Its mark when it was brought.</param>
    /// <exception cref="MlflowException">The run has a key that is not accepted.</exception>
    bool Again(SqlSession transaction, ImportedRun run, string mark, Actor actor);

    /// <summary>False when a logged model with this id is there already.</summary>
    /// <exception cref="MlflowException">It has a key or an id that is not accepted.</exception>
    bool Model(SqlSession transaction, long experiment, ImportedModel model);

    /// <summary>Logged models that runs from <paramref name="origin"/> name and that are not here.</summary>
    IReadOnlyList<string> Missing(SqlSession session, string origin);

    /// <summary>Null when a trace with this id is there already.</summary>
    /// <exception cref="MlflowException">It, a span or an assessment of it is not accepted.</exception>
    ImportedTraceCounts? Trace(SqlSession transaction, long experiment, ImportedTrace trace);

    /// <summary>Adds the spans of a trace that was brought without them; how many. Null when it is gone or has some.</summary>
    /// <param name="spans">JSON, as of <see cref="ImportedTrace"/>.</param>
    /// <exception cref="MlflowException">One is not accepted.</exception>
    int? Spans(SqlSession transaction, string trace, string spans);

    /// <summary>False when an evaluation dataset with this id is there already.</summary>
    /// <param name="experiments">Ids here of those that it belongs to.</param>
    /// <exception cref="MlflowException">Its name, id or tags are not accepted.</exception>
    bool Dataset(SqlSession transaction, ImportedDataset dataset, IReadOnlyList<long> experiments);

    /// <summary>Adds records to a dataset, those whose inputs are not there yet; how many were told.</summary>
    /// <param name="list">JSON, as MLflow's servers answer it.</param>
    /// <exception cref="MlflowException">One is not accepted.</exception>
    int Records(SqlSession transaction, string dataset, string list);

    /// <summary>Where the artifacts of a run or a logged model lie here; null when there is neither.</summary>
    string? ArtifactUri(SqlSession session, string runOrModel);

    /// <summary>Stores a file below an artifact URI of this server.</summary>
    Task PutAsync(string artifactUri, string path, Stream content, CancellationToken cancellation = default);

    /// <summary>What came from <paramref name="origin"/> and is here: runs, parameters, points, tags and inputs.</summary>
    IReadOnlyDictionary<string, long> Counts(SqlSession session, string origin);
}
