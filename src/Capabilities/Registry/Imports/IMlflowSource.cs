using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>A server or a database of MLflow, read from end to end, deleted things too.</summary>
internal interface IMlflowSource : IDisposable
{
    IAsyncEnumerable<ImportedExperiment> ExperimentsAsync(CancellationToken cancellation);

    /// <summary>Ids of the runs of an experiment, by its id there.</summary>
    IAsyncEnumerable<string> RunsAsync(string experiment, CancellationToken cancellation);

    /// <summary>A run with everything that was logged to it.</summary>
    Task<ImportedRun> RunAsync(string id, CancellationToken cancellation);

    IAsyncEnumerable<ImportedModel> LoggedModelsAsync(string experiment, CancellationToken cancellation);

    IAsyncEnumerable<SourceModel> RegisteredAsync(CancellationToken cancellation);

    /// <summary>Files of a run or a logged model; null when they lie where this source cannot read.</summary>
    Task<IReadOnlyList<SourceFile>?> FilesAsync(SourceOwner owner, CancellationToken cancellation);
}
