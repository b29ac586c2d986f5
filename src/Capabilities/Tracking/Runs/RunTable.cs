using Cairn.Platform.Sql;
using Cairn.Tracking.Runs.Searching;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>The table of runs as it is asked for: a filter in MLflow's grammar, a column to sort by with <c>-</c> before it for the greatest first, the columns shown.</summary>
internal sealed class RunTable(TrackingStores stores, RunCountStore counts, RunKeyStore keys, RunViews views)
{
    private const int MostColumns = 12, Chosen = 3;

    /// <exception cref="MlflowException">Filter, order or mark is none.</exception>
    public (IReadOnlyList<RunView> Runs, string? Next) Find(SqlSession s, IReadOnlyList<long> experiments, RunAsk ask, string? after, int limit, RunFields? fields = null)
    {
        (IReadOnlyList<RunRow> found, string? next) = Rows(s, experiments, ask, after, limit);
        return (views.Of(s, found, fields), next);
    }

    /// <param name="columns">Null: they are chosen.</param>
    /// <inheritdoc cref="Find"/>
    public RunTablePage Page(SqlSession s, IReadOnlyList<long> experiments, RunAsk ask, string? after, int limit, IReadOnlyList<string>? columns)
    {
        (IReadOnlyList<RunRow> found, string? next) = Rows(s, experiments, ask, after, limit);
        long[] nums = [.. found.Select(r => r.Num)];
        columns ??= [.. keys.UsualMetrics(s, nums, Chosen).Select(k => "metrics." + k), .. keys.TellingParams(s, nums, Chosen).Select(k => "params." + k)];
        return new RunTablePage(columns, views.Of(s, found, RunFields.Of(columns, inputs: true)), next);
    }

    /// <summary>The runs alone, without what was logged to them.</summary>
    /// <inheritdoc cref="Find"/>
    public (IReadOnlyList<RunRow> Runs, string? Next) Rows(SqlSession s, IReadOnlyList<long> experiments, RunAsk ask, string? after, int limit)
    {
        if (experiments.Count == 0) return ([], null);
        (IReadOnlyList<RunRow> found, RunMark? next) = stores.Search.Search(s, experiments, Query(ask, limit), RunMark.Decode(after));
        return (found, next?.Encode());
    }

    /// <summary>What a short name stands for: a metric of the runs, else a parameter.</summary>
    public string? Sort(SqlSession s, IReadOnlyList<long> experiments, string? sort)
    {
        if (sort?.TrimStart('-') is not { Length: > 0 } key || key is "name" or "started" || RunFields.IsColumn(key)) return sort;
        return $"{(sort.StartsWith('-') ? "-" : "")}{(keys.IsMetric(s, experiments, key) ? "metrics" : "params")}.{key}";
    }

    /// <exception cref="MlflowException">The filter is none.</exception>
    public RunCount Count(SqlSession s, IReadOnlyList<long> experiments, RunAsk ask) => counts.Count(s, experiments, Query(ask with { Sort = null }, 1));

    private static SearchQuery Query(RunAsk ask, int limit) => new("active", Filter(ask), Order(ask.Sort), limit, 0);

    private static Condition? Filter(RunAsk ask)
    {
        Condition? said = Filter(ask.Filter);
        if (ask.State is null) return said;
        var state = new Comparison(new SearchKey(SearchEntity.Attribute, "status"), "=", ask.State);
        return said is null ? state : new Joined(true, [said, state]);
    }

    public static Condition? Filter(string? filter) => SearchParser.Filter(filter, RunSearchStore.Grammar);

    /// <summary>A column that is none sorts nothing.</summary>
    public static IReadOnlyList<SearchOrder> Order(string? sort)
    {
        string? key = sort?.TrimStart('-').Split('.', 2) switch
        {
            ["metrics" or "params" or "tags", var name] parts when !name.Contains('`', StringComparison.Ordinal) => $"{parts[0]}.`{name}`",
            ["name"] => "attributes.run_name",
            ["started"] => "attributes.start_time",
            _ => null,
        };
        return SearchParser.OrderBy(key is null ? [] : [$"{key} {(sort!.StartsWith('-') ? "DESC" : "ASC")}"], RunSearchStore.Grammar);
    }

    public static string[] Columns(string asked) => [.. asked.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(c => c.Contains('.', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Take(MostColumns)];
}
