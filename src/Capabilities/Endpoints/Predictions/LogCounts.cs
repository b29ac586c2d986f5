using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Counts the days of an endpoint: what is Parquet by its journal, the rest in the segments, which stay as they are.</summary>
internal sealed class LogCounts(ISegmentFolder segments, LogTail tail, LogPartStore store, IDatabase database)
{
    public async Task<IReadOnlyList<DayCount>> DaysAsync(string route, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        await segments.FlushAsync(cancellation);
        ILookup<long, LogPart> predictions = await PartsAsync(route, LogPart.Predictions, from, to, cancellation), outcomes = await PartsAsync(route, LogPart.Outcomes, from, to, cancellation);
        return
        [
            .. predictions.Select(g => g.Key).Union(outcomes.Select(g => g.Key)).Order().Select(day => new DayCount(
                DateOnly.FromDayNumber((int)day), predictions[day].Sum(p => p.Requests), predictions[day].Sum(p => p.RowsCount - p.Errors),
                predictions[day].Sum(p => p.Errors), outcomes[day].Sum(p => p.RowsCount))),
        ];
    }

    // One reading tells both what is Parquet and which segments that were, so that none is counted twice or not at all.
    private async Task<ILookup<long, LogPart>> PartsAsync(string route, string kind, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        (IReadOnlyList<LogPart> parts, IReadOnlySet<long> done) = await database.ReadAsync(s => (store.Between(s, route, kind, from, to), store.Done(s, route, kind)), cancellation);
        (long first, long end) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        IReadOnlyList<LogPart> rest = await Task.Run(() => tail.Count(route, kind, done), cancellation);
        return parts.Concat(rest.Where(p => p.ToAt >= first && p.FromAt < end)).ToLookup(p => p.Day);
    }
}
