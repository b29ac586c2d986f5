using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Traces.Searching;

/// <summary>
/// Pages of a search for traces. Where SQL decides, the cost is that of the page; where spans have to be looked at, candidates are read some at a
/// time until the page is full, and reading stops when nobody waits any more.
/// </summary>
internal sealed class TraceSearch(IDatabase database, TraceStores stores)
{
    private const int AtOnce = 200;

    public Task<FoundTraces> FindAsync(IReadOnlyList<long> experiments, SearchQuery query, TraceMark? after, CancellationToken cancellation)
        => database.ReadAsync(s => Find(s, experiments, query, after, cancellation), cancellation);

    public FoundTraces Find(SqlSession s, IReadOnlyList<long> experiments, SearchQuery query, TraceMark? after, CancellationToken cancellation)
    {
        TraceFilter? filter = query.Filter is null ? null : new TraceFilter(query.Filter);
        List<(TraceRow Trace, TraceMark Mark)> found = filter is { Looks: true } ? Look(s, experiments, query, filter, after, cancellation) : [.. stores.Search.Candidates(s, experiments, query, after, query.Limit + 1)];
        TraceRow[] rows = [.. found.Take(query.Limit).Select(f => f.Trace)];
        return new FoundTraces(rows, stores.Content(s, rows), found.Count > query.Limit ? found[query.Limit - 1].Mark : null);
    }

    private List<(TraceRow Trace, TraceMark Mark)> Look(SqlSession s, IReadOnlyList<long> experiments, SearchQuery query, TraceFilter filter, TraceMark? after, CancellationToken cancellation)
    {
        var found = new List<(TraceRow Trace, TraceMark Mark)>();
        for (TraceMark? from = after; ;)
        {
            IReadOnlyList<(TraceRow Trace, TraceMark Mark)> candidates = stores.Search.Candidates(s, experiments, query, from, AtOnce);
            TraceContent content = stores.Content(s, [.. candidates.Select(c => c.Trace)]);
            foreach ((TraceRow trace, TraceMark mark) in candidates)
            {
                cancellation.ThrowIfCancellationRequested();
                if (filter.Holds(new TraceFacts(trace, content, () => stores.Spans.Of(s, trace.Num)))) found.Add((trace, mark));
                if (found.Count > query.Limit) return found;
            }
            if (candidates.Count < AtOnce) return found;
            from = candidates[^1].Mark;
        }
    }
}
