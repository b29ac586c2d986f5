using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs.Searching;

/// <summary>Counts what a search finds, at a bounded cost: no further than <see cref="Most"/> found; where no index helps no further than <see cref="Looked"/> looked at.</summary>
internal sealed class RunCountStore
{
    public int Most { get; init; } = 10_000;

    public int Looked { get; init; } = 20_000;

    public RunCount Count(SqlSession s, IReadOnlyList<long> experiments, SearchQuery query)
    {
        if (experiments.Count == 0) return new RunCount(0, true);
        var search = new RunSearchSql(s.Engine, experiments, query);
        if (!search.IsFiltered) return UpTo(Number(s, search.Total(Most + 1)), true);
        RunLookup? few = RunSearchStore.Fewest(s, search, Looked);
        return UpTo(Number(s, search.Matching(few, Looked, Most + 1)), few is not null || Number(s, search.Total(Looked + 1)) <= Looked);
    }

    private RunCount UpTo(long found, bool all) => found > Most ? new RunCount(Most, false) : new RunCount(found, all);

    private static long Number(SqlSession s, (string Sql, object Args) statement) => s.Scalar<long>(statement.Sql, statement.Args);
}
