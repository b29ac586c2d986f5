using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>Finds runs by filter and order; of equal ones the newest first.</summary>
internal sealed class RunSearchStore
{
    public static SearchGrammar Grammar { get; } = SearchGrammar.Of(
        "run_id=id run_uuid=id run_name=name run+name=name Run+name=name name status user_id artifact_uri",
        "start_time created=start_time Created=start_time end_time", SearchEntity.Metric, SearchEntity.Param, SearchEntity.Tag, SearchEntity.Dataset);

    public IReadOnlyList<RunRow> Search(SqlSession s, IReadOnlyList<long> experiments, SearchQuery query)
    {
        var search = new RunSearchSql(s.Engine, experiments, query);
        if (search.Ranked() is { } ranked)
        {
            IReadOnlyList<RunRow> first = s.Query<RunRow>(ranked.Sql, ranked.Args);
            // A full page of runs with a number holds none without.
            if (ranked.Whole || first.Count == query.Limit) return first;
        }
        (string sql, object args) = search.General();
        return s.Query<RunRow>(sql, args);
    }
}
