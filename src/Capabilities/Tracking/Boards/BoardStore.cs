using Cairn.Platform.Sql;

namespace Cairn.Tracking.Boards;

/// <summary>The newest runs of a project with one metric, and what they read.</summary>
internal sealed class BoardStore
{
    private const string Newest = """
        select r.num from tracking_runs r join tracking_experiments e on e.id = r.experiment where e.project = @project and r.stage = 'active' order by r.start_time desc, r.num desc limit @limit
        """;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<BoardRow> Runs(SqlSession s, string project, string metric, int limit) => s.Query<BoardRow>($"""
        select r.num, r.id, r.name, e.name as experiment, r.status, r.start_time, r.user_id, l.value, l.is_nan
        from tracking_runs r join tracking_experiments e on e.id = r.experiment left join tracking_latest l on l.run = r.num and l.key = @metric
        where r.num in ({Newest}) order by r.start_time desc, r.num desc
        """, new { project, metric, limit });

    public IReadOnlyList<BoardInput> Inputs(SqlSession s, string project, int limit) => s.Query<BoardInput>($"""
        select i.run, d.name, d.digest, i.context from tracking_inputs i join tracking_datasets d on d.num = i.dataset where i.run in ({Newest})
        """, new { project, limit });
}
