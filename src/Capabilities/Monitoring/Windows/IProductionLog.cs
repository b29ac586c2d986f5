namespace Cairn.Monitoring;

/// <summary>The logged production of an endpoint, as DuckDB views; see <see cref="ProductionSpan"/>.</summary>
internal interface IProductionLog
{
    /// <summary>Opens [from, to). The caller disposes the answer.</summary>
    Task<OpenSpan> OpenAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);

    /// <summary>Rows that were answered on a day by the data plane's own count; null when it did not count.</summary>
    Task<long?> AnsweredAsync(string project, string endpoint, string environment, DateTimeOffset day, CancellationToken cancellation);
}
