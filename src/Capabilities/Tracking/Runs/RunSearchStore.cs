using Cairn.Platform.Sql;
using Cairn.Tracking.Metrics;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>Finds runs by filter and order; of equal ones the newest first.</summary>
internal sealed class RunSearchStore
{
    public static SearchGrammar Grammar { get; } = SearchGrammar.Of(
        "run_id=id run_uuid=id run_name=name run+name=name Run+name=name name status user_id artifact_uri",
        "start_time created=start_time Created=start_time end_time", SearchEntity.Metric, SearchEntity.Param, SearchEntity.Tag, SearchEntity.Dataset);

    // Looking at so many is no dearer than walking an index until a page is full.
    private const int MostFew = 1000, MostAsked = 3;

    /// <summary>A page of runs, and where the next begins; null when this is the last.</summary>
    /// <exception cref="MlflowException">The mark is that of another search.</exception>
    public (IReadOnlyList<RunRow> Runs, RunMark? Next) Search(SqlSession s, IReadOnlyList<long> experiments, SearchQuery query, RunMark? after)
    {
        if (experiments.Count == 0) return ([], null);
        int size = query.Limit;
        var search = new RunSearchSql(s.Engine, experiments, query with { Limit = size + 1 }, Few(s, query.Filter));
        bool marked = search.MetricKey is not null || search.ByTime, counted = after is { Id.Length: 0 };
        if (after is not null && !counted && (!marked || (search.MetricKey is not null && after is { Part: 0, Value: null }))) throw MlflowException.Invalid("Invalid page token: it belongs to another search.");
        List<RunRow> rows = search.MetricKey is not null && !counted ? Ranked(s, search, size, after) : [.. Rows(s, search.General(after))];
        if (rows.Count <= size) return (rows, null);
        rows.RemoveRange(size, rows.Count - size);
        return (rows, marked ? MarkOf(s, search.MetricKey, rows[^1]) : new RunMark(Offset: (after?.Offset ?? 0) + size));
    }

    /// <summary>The rarest value of a parameter that all runs found have, if few have it.</summary>
    public static ParamValue? Few(SqlSession s, Condition? filter)
        => ParamValue.Of(filter).Take(MostAsked).Select(v => (Value: v, Runs: Count(s, v))).Where(v => v.Runs <= MostFew).OrderBy(v => v.Runs).Select(v => v.Value).FirstOrDefault();

    // Counts no further than it matters.
    private static long Count(SqlSession s, ParamValue value)
        => s.Scalar<long>($"select count(*) from (select 1 from tracking_params p where p.key = @Key and p.value = @Value and {ParamValue.Short} limit {MostFew + 1}) few", value);

    private static List<RunRow> Ranked(SqlSession s, RunSearchSql search, int size, RunMark? after)
    {
        var rows = new List<RunRow>();
        int last = search.NumbersAlone ? 0 : 2;
        for (int part = after?.Part ?? 0; part <= last && rows.Count <= size; part++)
            rows.AddRange(Rows(s, search.Ranked(part, part == after?.Part ? after : null)));
        return rows;
    }

    private static RunMark MarkOf(SqlSession s, string? metric, RunRow run)
    {
        if (metric is null) return new RunMark(0, null, run.StartTime, run.Id);
        LatestMetric? latest = s.First<LatestMetric>("select value, is_nan from tracking_latest where run = @run and key = @metric", new { run = run.Num, metric });
        return latest is null ? new RunMark(2, null, run.StartTime, run.Id) : latest.IsNan ? new RunMark(1, null, run.StartTime, run.Id) : new RunMark(0, latest.Value, run.StartTime, run.Id);
    }

    private static IReadOnlyList<RunRow> Rows(SqlSession s, (string Sql, object Args) statement) => s.Query<RunRow>(statement.Sql, statement.Args);
}
