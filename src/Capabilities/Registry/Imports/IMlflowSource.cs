using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>A server, a database or a folder of MLflow, read from end to end, deleted things too. What a list names is read item by item.</summary>
internal interface IMlflowSource : IDisposable
{
    IMlflowTraces Traces { get; }

    IAsyncEnumerable<SourceItem<ImportedExperiment>> ExperimentsAsync(CancellationToken cancellation);

    /// <summary>The runs of an experiment, by its id there, with everything that was logged to them.</summary>
    IAsyncEnumerable<SourceItem<ImportedRun>> RunsAsync(string experiment, CancellationToken cancellation);

    /// <summary>Those that the source lists.</summary>
    IAsyncEnumerable<SourceItem<ImportedModel>> LoggedModelsAsync(string experiment, CancellationToken cancellation);

    /// <summary>One that it does not list, as a server does not list those that were deleted; null when it is gone.</summary>
    Task<ImportedModel?> LoggedModelAsync(string id, CancellationToken cancellation);

    IAsyncEnumerable<SourceItem<SourceModel>> RegisteredAsync(CancellationToken cancellation);

    IAsyncEnumerable<SourceWebhook> WebhooksAsync(CancellationToken cancellation);

    /// <summary>How much of each kind is there, in the words of the report, as far as the source counts it by itself.</summary>
    Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellation);

    /// <summary>Files of a run or a logged model; null when they lie where this source cannot read.</summary>
    /// <exception cref="InvalidDataException">Their folder is a link, or is missing where there always is one.</exception>
    Task<IReadOnlyList<SourceFile>?> FilesAsync(SourceOwner owner, CancellationToken cancellation);
}
