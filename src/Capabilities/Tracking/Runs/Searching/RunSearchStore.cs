using Cairn.Platform.Sql;
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

    private const int MostAsked = 6, MostTied = 20;

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
        int size = query.Limit;
        var search = new RunSearchSql(s.Engine, experiments, query with { Limit = size + 1 });
        RunMark? mark = after is null ? null : RunPlaceStore.Placed(s, query.OrderBy, after);
        RunLookup? few = Fewest(s, search, MostFew);
        List<RunRow> rows = few is not null ? Looked(s, search, few, mark)
            : search.IsMerged ? Merged(s, search, mark)
            : Walk(s, search, mark) ?? Looked(s, search, Fewest(s, search, MostSome), mark);
        if (rows.Count <= size) return (rows, null);
        rows.RemoveRange(size, rows.Count - size);
        return (rows, RunPlaceStore.After(s, query.OrderBy, rows[^1]));
    }

    /// <summary>Of the conditions that an index finds runs by, the one that finds fewest, if these are no more than told.</summary>
    public static RunLookup? Fewest(SqlSession s, RunSearchSql search, int most) => search.Lookups.Take(MostAsked)
        .Select(l => (Lookup: l, Runs: Scalar<long>(s, search.Count(l, most + 1)))).Where(l => l.Runs <= most).OrderBy(l => l.Runs).Select(l => l.Lookup).FirstOrDefault();

    // Each experiment gives a page; where a walk finds none, those are looked at together.
    private List<RunRow> Merged(SqlSession s, RunSearchSql search, RunMark? mark)
    {
        (var found, var left) = (new List<RunRow>(), new List<long>());
        foreach (long experiment in search.Experiments)
        {
            if (Walk(s, search.Among([experiment]), mark) is { } some) found.AddRange(some);
            else left.Add(experiment);
        }
        RunSearchSql rest = search.Among(left);
        if (left.Count > 0) found.AddRange(Looked(s, rest, Fewest(s, rest, MostSome), mark));
        return Rows(s, search.Sorted(found.Select(r => r.Num)));
    }

    private List<RunRow>? Walk(SqlSession s, RunSearchSql search, RunMark? mark) => Walked(s, search, mark, Short) ?? Walked(s, search, mark, Long);

    /// <summary>Null when there is no order to walk, and when the walk ended before the page was full.</summary>
    private List<RunRow>? Walked(SqlSession s, RunSearchSql search, RunMark? mark, int perRow)
    {
        int most = (int)Math.Clamp((long)search.Limit * perRow, 100 * perRow, 500 * perRow);
        if (search.IsWalked) return Newest(s, search, mark, most);
        if (!search.IsRanked || (search.Rank!.IsText && Scalar<long?>(s, search.LongValues()) is not null)) return null;
        object? until = mark is null or { First.Part: 0 } && (search.IsFiltered || search.Rank.IsText) ? Scalar<object>(s, search.RankBound(mark, most)) : null;
        if (until is not null && Scalar<long?>(s, search.ManyEqual(until, most)) is not null) return Tied(s, search, mark, perRow);
        List<RunRow> rows = Parts(search, mark, search.Limit, (part, after, limit) => Rows(s, search.Ranked(part, after, limit, until: part == 0 ? until : null)), 0, until is null ? search.LastPart : 0);
        return until is not null && rows.Count < search.Limit ? null : rows;
    }

    // Many runs have the same value: one value after the other, each by the rest of the order.
    private List<RunRow>? Tied(SqlSession s, RunSearchSql search, RunMark? mark, int perRow)
    {
        var rows = new List<RunRow>();
        object? value = mark?.First.Value ?? Scalar<object>(s, search.RankBound(null, 0));
        RunMark? after = mark?.Rest;
        for (int values = 0; value is not null && rows.Count < search.Limit; values++)
        {
            RunSearchSql equal = search.Equal(value, search.Limit - rows.Count);
            List<RunRow>? some = values == MostTied ? null : Fewest(s, equal, MostFew) is { } few ? Rows(s, equal.General(few, after)) : Walked(s, equal, after, perRow);
            if (some is null) return null;
            rows.AddRange(some);
            (after, value) = (null, Scalar<object>(s, search.RankBound(null, 0, value)));
        }
        rows.AddRange(Parts(search, null, search.Limit - rows.Count, (part, _, limit) => Rows(s, search.Ranked(part, null, limit)), 1, search.LastPart));
        return rows;
    }

    // What no index finds any runs by is not found quicker otherwise.
    private static List<RunRow>? Newest(SqlSession s, RunSearchSql search, RunMark? mark, int most)
    {
        RunRow? until = search.Lookups.Count > 0 ? First(s, search.TimeBound(mark, most)) : null;
        List<RunRow> rows = Rows(s, search.ByTimeAlone(mark, until));
        return until is not null && rows.Count < search.Limit ? null : rows;
    }

    private static List<RunRow> Looked(SqlSession s, RunSearchSql search, RunLookup? few, RunMark? mark)
        => few is null && search.IsWalked ? Rows(s, search.ByTimeAlone(mark, null))
        : !search.ByMetric ? Rows(s, search.General(few, mark))
        : Parts(search, mark, search.Limit, (part, after, limit) => Rows(s, search.Ranked(part, after, limit, few, byRun: few is null)), 0, search.LastPart);

    private static List<RunRow> Parts(RunSearchSql search, RunMark? mark, int wanted, Func<int, RunMark?, int, List<RunRow>> read, int first, int last)
    {
        var rows = new List<RunRow>();
        for (int part = mark?.First.Part ?? first; part <= last && rows.Count < wanted; part++)
            if (search.Rank!.Has(part)) rows.AddRange(read(part, part == mark?.First.Part ? mark : null, wanted - rows.Count));
        return rows;
    }

    private static List<RunRow> Rows(SqlSession s, (string Sql, object Args) statement) => [.. s.Query<RunRow>(statement.Sql, statement.Args)];

    private static RunRow? First(SqlSession s, (string Sql, object Args) statement) => s.First<RunRow>(statement.Sql, statement.Args);

    private static T? Scalar<T>(SqlSession s, (string Sql, object Args) statement) => s.Scalar<T>(statement.Sql, statement.Args);
}
