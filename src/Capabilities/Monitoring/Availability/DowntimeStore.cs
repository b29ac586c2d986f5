using Cairn.Platform.Sql;

namespace Cairn.Monitoring;

/// <summary>Announced downtime; kept for good.</summary>
internal sealed class DowntimeStore
{
    public void Insert(SqlSession s, PlannedDowntime d) => s.Execute("""
        insert into planned_downtime (id, project, endpoint, env, route, begins, ends, reason, announced_by, announced_at)
        values (@Id, @Project, @Endpoint, @Env, @Route, @Begins, @Ends, @Reason, @AnnouncedBy, @AnnouncedAt)
        """, d);

    public PlannedDowntime? Find(SqlSession s, string project, string id) => s.First<PlannedDowntime>("select * from planned_downtime where project = @project and id = @id", new { project, id });

    /// <summary>Newest first, before <paramref name="before"/>.</summary>
    public IReadOnlyList<PlannedDowntime> List(SqlSession s, string project, string before, int limit)
        => s.Query<PlannedDowntime>("select * from planned_downtime where project = @project and id < @before order by id desc limit @limit", new { project, before, limit });

    /// <summary>Those that reach into [from, to).</summary>
    public IReadOnlyList<PlannedDowntime> Within(SqlSession s, string project, long from, long to)
        => s.Query<PlannedDowntime>("select * from planned_downtime where project = @project and begins < @to and ends > @from", new { project, from, to });

    /// <summary>It ends now, and not later; one that had not begun never was.</summary>
    public void End(SqlSession s, string id, long now)
        => s.Execute("update planned_downtime set ends = case when begins < @now then @now else begins end where id = @id", new { id, now });
}
