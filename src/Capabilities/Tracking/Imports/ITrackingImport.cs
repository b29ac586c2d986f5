using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Tracking;

/// <summary>
/// Brings in what was tracked elsewhere, as it was. It is marked imported for ever and stands on the ledger with grade 0. Everything may
/// be done again: what is there stays as it is.
/// </summary>
public interface ITrackingImport
{
    /// <summary>The id here of the experiment of that name, made when there is none.</summary>
    long Experiment(SqlSession transaction, ImportedExperiment experiment, string? project);

    /// <summary>False when a run with this id is there already.</summary>
    /// <param name="origin">Where it comes from, kept with the run.</param>
    /// <exception cref="MlflowException">The run has a key or an id that is not accepted.</exception>
    bool Run(SqlSession transaction, long experiment, ImportedRun run, string origin, Actor actor);

    /// <summary>False when a logged model with this id is there already.</summary>
    bool Model(SqlSession transaction, long experiment, ImportedModel model);

    /// <summary>Where the artifacts of a run or a logged model lie here; null when there is neither.</summary>
    string? ArtifactUri(SqlSession session, string runOrModel);

    /// <summary>Stores a file below an artifact URI of this server.</summary>
    Task PutAsync(string artifactUri, string path, Stream content, CancellationToken cancellation = default);

    /// <summary>What came from <paramref name="origin"/> and is here: runs, parameters, points, tags and inputs.</summary>
    IReadOnlyDictionary<string, long> Counts(SqlSession session, string origin);
}
