using Cairn.Platform.Sql;
using Cairn.Tracking.Metrics;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs.Searching;

/// <summary>
/// Finds runs by filter and order; of equal ones the newest first. Where very few runs meet a condition, these are looked at. Else the order is walked
/// for a while, which fills a page where enough of the runs match. Else what meets the rarest condition is looked at, or everything.
/// </summary>
internal sealed class RunSearchStore
{
    public static SearchGrammar Grammar { get; } = SearchGrammar.Of(
        "run_id=id run_uuid=id run_name=name run+name=name Run+name=name name status user_id artifact_uri",
        "start_time created=start_time Created=start_time end_time", SearchEntity.Metric, SearchEntity.Param, SearchEntity.Tag, SearchEntity.Dataset);

    private const int MostAsked = 6, FurthestWalked = 5000, MostTied = 20;

    /// <summary>How long each way is gone before the next is tried; less only to try them all among few runs.</summary>
    public int Patience { get; init; } = 10;

    // Looking at few is no dearer than walking until a page is full.
    private int MostFew => 100 * Patience;

    // Some are cheaper than all.
    private int MostSome => 10_000 * Patience;

    // A walk looks at so many runs for each one wanted: first a short one, then one that fills the page where one run in a hundred matches.
    private int Short => 2 * Patience;

    private int Long => 20 * Patience;

    /// <summary>A page of runs, and where the next begins; null when this is the last.</summary>
    /// <exception cref="MlflowException">The mark is that of another search.</exception>
    public (IReadOnlyList<RunRow> Runs, RunMark? Next) Search(SqlSession s, IReadOnlyList<long> experiments, SearchQuery query, RunMark? after)
    {
        if (experiments.Count == 0) return ([], null);
        int size = query.Limit, skip = after?.Offset ?? 0;
        var search = new RunSearchSql(s.Engine, experiments, query with { Limit = size + 1 });
        RunMark? mark = after is { Id.Length: > 0 } ? after : null;
        bool marked = search.MetricKey is not null || search.ByTime;
        if (mark is not null && (!marked || (search.MetricKey is not null && mark is { Part: 0, Value: null }))) throw MlflowException.Invalid("Invalid page token: it belongs to another search.");
        RunLookup? few = Fewest(s, search, MostFew);
        List<RunRow> rows = few is not null ? Looked(s, search, few, mark, skip, size)
            : search.IsMerged ? Merged(s, search, mark, skip, size)
            : Walk(s, search, mark, skip, size) ?? Looked(s, search, Fewest(s, search, MostSome), mark, skip, size);
        if (rows.Count <= size) return (rows, null);
        rows.RemoveRange(size, rows.Count - size);
        return (rows, marked ? MarkOf(s, search.MetricKey, rows[^1]) : new RunMark(Offset: skip + size));
    }

    /// <summary>Of the conditions that an index finds runs by, the one that finds fewest, if these are no more than told.</summary>
    public static RunLookup? Fewest(SqlSession s, RunSearchSql search, int most) => search.Lookups.Take(MostAsked)
        .Select(l => (Lookup: l, Runs: Scalar<long>(s, search.Count(l, most + 1)))).Where(l => l.Runs <= most).OrderBy(l => l.Runs).Select(l => l.Lookup).FirstOrDefault();

    // Each experiment gives a page; where a walk finds none, those are looked at together.
    private List<RunRow> Merged(SqlSession s, RunSearchSql search, RunMark? mark, int skip, int size)
    {
        (int most, var found, var left) = (skip + size, new List<RunRow>(), new List<long>());
        foreach (long experiment in search.Experiments)
        {
            if (Walk(s, search.Among([experiment], most + 1), mark, 0, most) is { } some) found.AddRange(some);
            else left.Add(experiment);
        }
        RunSearchSql rest = search.Among(left, most + 1);
        if (left.Count > 0) found.AddRange(Looked(s, rest, Fewest(s, rest, MostSome), mark, 0, most));
        return Rows(s, search.Sorted(found.Select(r => r.Num), skip));
    }

    private List<RunRow>? Walk(SqlSession s, RunSearchSql search, RunMark? mark, int skip, int size) => Walked(s, search, mark, skip, size, Short) ?? Walked(s, search, mark, skip, size, Long);

    /// <summary>Null when there is no order to walk, and when the walk ended before the page was full.</summary>
    private List<RunRow>? Walked(SqlSession s, RunSearchSql search, RunMark? mark, int skip, int size, int perRow)
    {
        int most = (int)Math.Clamp((long)size * perRow, 100 * perRow, 500 * perRow);
        if (search.IsWalked) return Newest(s, search, mark, skip, size, most + skip);
        if (!search.IsRanked || skip > FurthestWalked || (search.Rank!.IsText && Scalar<long?>(s, search.LongValues()) is not null)) return null;
        object? until = mark is null or { Part: 0 } && (search.IsFiltered || search.Rank.IsText) ? Scalar<object>(s, search.RankBound(mark, most)) : null;
        if (until is not null && Scalar<long?>(s, search.ManyEqual(until, most)) is not null) return Tied(s, search, mark, skip, size, perRow);
        List<RunRow> rows = Parts(search, mark, skip + size + 1, (part, after, limit) => Rows(s, search.Ranked(part, after, limit, until: part == 0 ? until : null)), until is null ? search.LastPart : 0);
        if (until is not null && rows.Count <= skip + size) return null;
        rows.RemoveRange(0, Math.Min(skip, rows.Count));
        return rows;
    }

    // Many runs have the same value: one value after the other, each by the rest of the order.
    private List<RunRow>? Tied(SqlSession s, RunSearchSql search, RunMark? mark, int skip, int size, int perRow)
    {
        (int wanted, var rows) = (skip + size + 1, new List<RunRow>());
        object? value = mark?.Value ?? Scalar<object>(s, search.RankBound(null, 0));
        RunMark? after = mark is null ? null : mark with { Value = null };
        for (int values = 0; value is not null && rows.Count < wanted; values++)
        {
            int left = wanted - rows.Count;
            RunSearchSql equal = search.Equal(value, left);
            List<RunRow>? some = values == MostTied ? null : Fewest(s, equal, MostFew) is { } few ? Rows(s, equal.General(few, after)) : Walked(s, equal, after, 0, left - 1, perRow);
            if (some is null) return null;
            rows.AddRange(some);
            (after, value) = (null, Scalar<object>(s, search.RankBound(null, 0, value)));
        }
        rows.AddRange(Parts(search, new RunMark(1), wanted - rows.Count, (part, _, limit) => Rows(s, search.Ranked(part, null, limit)), search.LastPart));
        rows.RemoveRange(0, Math.Min(skip, rows.Count));
        return rows;
    }

    // What no index finds any runs by is not found quicker otherwise.
    private static List<RunRow>? Newest(SqlSession s, RunSearchSql search, RunMark? mark, int skip, int size, int most)
    {
        RunMark? until = search.Lookups.Count > 0 && First(s, search.TimeBound(mark, most)) is { } last ? new RunMark(0, null, last.StartTime, last.Id) : null;
        List<RunRow> rows = Rows(s, search.ByTimeAlone(mark, until, skip));
        return until is not null && rows.Count <= size ? null : rows;
    }

    private static List<RunRow> Looked(SqlSession s, RunSearchSql search, RunLookup? few, RunMark? mark, int skip, int size)
        => few is null && search.IsWalked ? Rows(s, search.ByTimeAlone(mark, null, skip))
        : search.MetricKey is null || skip > 0 ? Rows(s, search.General(few, mark, skip))
        : Parts(search, mark, size + 1, (part, after, limit) => Rows(s, search.Ranked(part, after, limit, few, byRun: few is null)), search.LastPart);

    private static List<RunRow> Parts(RunSearchSql search, RunMark? mark, int wanted, Func<int, RunMark?, int, List<RunRow>> read, int last)
    {
        var rows = new List<RunRow>();
        for (int part = mark?.Part ?? 0; part <= last && rows.Count < wanted; part++)
            if (search.Rank!.Has(part)) rows.AddRange(read(part, part == mark?.Part ? mark : null, wanted - rows.Count));
        return rows;
    }

    private static RunMark MarkOf(SqlSession s, string? metric, RunRow run)
    {
        if (metric is null) return new RunMark(0, null, run.StartTime, run.Id);
        LatestMetric? latest = s.First<LatestMetric>("select value, is_nan from tracking_latest where run = @run and key = @metric", new { run = run.Num, metric });
        return latest is null ? new RunMark(2, null, run.StartTime, run.Id) : latest.IsNan ? new RunMark(1, null, run.StartTime, run.Id) : new RunMark(0, latest.Value, run.StartTime, run.Id);
    }

    private static List<RunRow> Rows(SqlSession s, (string Sql, object Args) statement) => [.. s.Query<RunRow>(statement.Sql, statement.Args)];

    private static RunRow? First(SqlSession s, (string Sql, object Args) statement) => s.First<RunRow>(statement.Sql, statement.Args);

    private static T? Scalar<T>(SqlSession s, (string Sql, object Args) statement) => s.Scalar<T>(statement.Sql, statement.Args);
}
