using Cairn.Platform.Sql;
using Cairn.Tracking.Runs.Searching;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>The table of runs as it is asked for: a filter in MLflow's grammar, a column to sort by with <c>-</c> before it for the greatest first, the columns shown.</summary>
internal sealed class RunTable(TrackingStores stores, RunViews views)
{
    private const int MostColumns = 12;

    /// <exception cref="MlflowException">Filter, order or mark is none.</exception>
    public (IReadOnlyList<RunView> Runs, string? Next) Find(SqlSession s, IReadOnlyList<long> experiments, string? filter, string? sort, string? after, int limit)
    {
        if (experiments.Count == 0) return ([], null);
        (IReadOnlyList<RunRow> found, RunMark? next) = stores.Search.Search(s, experiments, new SearchQuery("active", Filter(filter), Order(sort), limit, 0), RunMark.Decode(after));
        return (views.Of(s, found), next?.Encode());
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
