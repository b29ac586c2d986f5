using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>A server, a database or a folder of MLflow, read from end to end, deleted things too.</summary>
internal interface IMlflowSource : IDisposable
{
    IMlflowTraces Traces { get; }

    IAsyncEnumerable<ImportedExperiment> ExperimentsAsync(CancellationToken cancellation);

    /// <summary>Ids of the runs of an experiment, by its id there.</summary>
    IAsyncEnumerable<string> RunsAsync(string experiment, CancellationToken cancellation);

    /// <summary>A run with everything that was logged to it.</summary>
    Task<ImportedRun> RunAsync(string id, CancellationToken cancellation);

    /// <summary>Those that the source lists.</summary>
    IAsyncEnumerable<ImportedModel> LoggedModelsAsync(string experiment, CancellationToken cancellation);

    /// <summary>One that it does not list, as a server does not list those that were deleted; null when it is gone.</summary>
    Task<ImportedModel?> LoggedModelAsync(string id, CancellationToken cancellation);

    IAsyncEnumerable<SourceModel> RegisteredAsync(CancellationToken cancellation);

    IAsyncEnumerable<SourceWebhook> WebhooksAsync(CancellationToken cancellation);

    /// <summary>How much of each kind is there, in the words of the report, as far as the source counts it by itself.</summary>
    Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellation);

    /// <summary>Files of a run or a logged model; null when they lie where this source cannot read.</summary>
    Task<IReadOnlyList<SourceFile>?> FilesAsync(SourceOwner owner, CancellationToken cancellation);
}
