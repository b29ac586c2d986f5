namespace Cairn.Registry.Imports;

/// <summary>What a source has besides runs and models: traces, the datasets they are judged by, and kinds that have no place here.</summary>
internal interface IMlflowTraces
{
    IAsyncEnumerable<SourceItem<SourceTrace>> TracesAsync(string experiment, CancellationToken cancellation);

    /// <summary>Its spans as JSON: the list that servers answer, or the file that clients keep; null when there are none.</summary>
    Task<string?> SpansAsync(SourceTrace trace, CancellationToken cancellation);

    IAsyncEnumerable<SourceDataset> DatasetsAsync(CancellationToken cancellation);

    /// <summary>Pages of records, each a list in JSON as clients send it.</summary>
    IAsyncEnumerable<string> RecordsAsync(string dataset, CancellationToken cancellation);

    /// <summary>What is there and cannot be here, and why.</summary>
    IAsyncEnumerable<(string What, string Why)> StrangersAsync(IReadOnlyList<string> experiments, CancellationToken cancellation);
}
