using Cairn.Contracts.Projects;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.Boards;

/// <summary>The newest runs of a project with one metric, the best that may have a place whenever they were made, and what they read.</summary>
internal sealed class BoardStore
{
    private const string Newest = """
        select r.num from tracking_runs r join tracking_experiments e on e.id = r.experiment where e.project = @project and r.stage = 'active' order by r.start_time desc, r.num desc limit @limit
        """;

    private const string Columns = "r.num, r.id, r.name, e.name as experiment, r.status, r.start_time, r.user_id, l.value, l.is_nan";
    private const string Read = "exists (select 1 from tracking_inputs i join tracking_datasets d on d.num = i.dataset where i.run = l.run and d.digest = @on and i.context";

    /// <summary>Newest first.</summary>
    public IReadOnlyList<BoardRow> Runs(SqlSession s, string project, string metric, int limit) => s.Query<BoardRow>($"""
        select {Columns} from tracking_runs r join tracking_experiments e on e.id = r.experiment left join tracking_latest l on l.run = r.num and l.key = @metric
        where r.num in ({Newest}) order by r.start_time desc, r.num desc
        """, new { project, metric, limit });

    public IReadOnlyList<BoardInput> Inputs(SqlSession s, string project, int limit) => s.Query<BoardInput>($"""
        select i.run, d.name, d.digest, i.context from tracking_inputs i join tracking_datasets d on d.num = i.dataset where i.run in ({Newest})
        """, new { project, limit });

    public IReadOnlyList<BoardInput> Inputs(SqlSession s, long[] runs) => s.Query<BoardInput>(
        "select i.run, d.name, d.digest, i.context from tracking_inputs i join tracking_datasets d on d.num = i.dataset where i.run in @runs", new { runs });

    public IReadOnlyList<long> Experiments(SqlSession s, string project) => s.Query<long>("select id from tracking_experiments where project = @project", new { project });

    /// <summary>The best of an experiment that may have a place, in the order of the metric's index; of equal ones the oldest first.</summary>
    /// <param name="on">Digest of the data they were evaluated on.</param>
    public IReadOnlyList<BoardRow> Best(SqlSession s, long experiment, Goal goal, string on, int limit) => s.Query<BoardRow>(
        Best(goal.Maximize), new { experiment, metric = goal.Metric, on, limit, lowest = -double.MaxValue, highest = double.MaxValue });

    /// <summary>Runs are looked up by what the index gives: SQLite keeps the order of a cross join.</summary>
    public static string Best(bool maximize) => $"""
        select {Columns} from tracking_latest l cross join tracking_runs r cross join tracking_experiments e
        where l.experiment = @experiment and l.key = @metric and l.is_nan = false and l.value > @lowest and l.value < @highest and r.num = l.run and r.stage = 'active' and r.status = 'FINISHED' and e.id = @experiment
          and {Read} not in ('training', 'train')) and not {Read} in ('training', 'train'))
        order by l.value {(maximize ? "desc" : "asc")}, r.start_time, r.num limit @limit
        """;
}
