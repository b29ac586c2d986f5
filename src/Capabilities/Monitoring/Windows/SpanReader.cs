using Cairn.DuckDb;
using Cairn.Registry;

namespace Cairn.Monitoring;

/// <summary>Opens spans of an endpoint's log and tells who answered them.</summary>
internal sealed class SpanReader(IProductionLog log, IModels models)
{
    /// <summary>The caller disposes the answer.</summary>
    public async Task<WatchedSpan> OpenAsync(Watched watched, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        OpenSpan open = await log.OpenAsync(watched.Project, watched.Endpoint.Name, watched.Environment, from, to, cancellation);
        try
        {
            return new WatchedSpan(watched, open, await VersionsAsync(open.Span, cancellation));
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    // Refused requests have a version too: where nobody answered they tell whom it would have been.
    private async Task<IReadOnlyList<VersionShare>> VersionsAsync(ProductionSpan span, CancellationToken cancellation)
    {
        using DuckResult result = span.Duck.Query($"""
            select version, count(*) filter (status = 200), count(*) filter (status = 200 and "at" >= {DuckSql.Literal((object)span.To.AddDays(-1).UtcDateTime)}) from predictions where version <> ''
            group by 1 order by 2 desc, count(*) desc, 1
            """);
        var versions = new List<VersionShare>();
        foreach (object?[] row in result.Rows())
            versions.Add(new VersionShare((string)row[0]!, await models.FindAsync((string)row[0]!, cancellation), Convert.ToInt64(row[1]), Convert.ToInt64(row[2])));
        return versions;
    }
}
