namespace Cairn.Monitoring;

/// <summary>The logged production of an endpoint, as DuckDB views; see <see cref="ProductionSpan"/>.</summary>
internal interface IProductionLog
{
    /// <summary>Opens [from, to). The caller disposes the answer.</summary>
    Task<OpenSpan> OpenAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);
}
