using Cairn.DuckDb;

namespace Cairn.Monitoring;

/// <summary>
/// The log of one endpoint in one environment within [From, To) of domain time, as DuckDB views: <c>predictions</c> (a row each) and <c>joined</c>
/// (those whose truth is known, with <c>truth</c>).
/// </summary>
internal sealed record ProductionSpan(DuckConnection Duck, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> InputColumns)
{
    public long Rows => Duck.Scalar<long>("select count(*) from predictions");
}
