using Cairn.Platform.Sql;

namespace Cairn.Tracking.Runs;

/// <summary>Runs of a project, newest first.</summary>
internal sealed class RunListStore
{
    private const string OfProject = "select r.* from tracking_runs r join tracking_experiments e on e.id = r.experiment where e.project = @project and r.stage = 'active'";

    /// <param name="experiment">The name of the only one that is looked at; null for all.</param>
    /// <param name="before">Start time and number of the row before; null for the first page.</param>
    public IReadOnlyList<RunRow> List(SqlSession s, string project, string? status, string? experiment, (long Start, long Num)? before, int limit) => s.Query<RunRow>($"""
        {OfProject}{(status is null ? "" : " and r.status = @status")}{(experiment is null ? "" : " and e.name = @experiment")}{(before is null ? "" : " and (r.start_time, r.num) < (@start, @num)")}
        order by r.start_time desc, r.num desc limit @limit
        """, new { project, status, experiment, start = before?.Start ?? 0, num = before?.Num ?? 0, limit });

    /// <summary>Ids of the project's experiments; of one of this name alone where one is given.</summary>
    public IReadOnlyList<long> Experiments(SqlSession s, string project, string? name)
        => s.Query<long>($"select id from tracking_experiments where project = @project and stage = 'active'{(name is null ? "" : " and name = @name")}", new { project, name });

    /// <summary>By id, or the newest of that name.</summary>
    public RunRow? Find(SqlSession s, string project, string idOrName)
        => s.First<RunRow>($"{OfProject} and (r.id = @idOrName or r.name = @idOrName) order by r.start_time desc, r.num desc limit 1", new { project, idOrName });
}
