using Cairn.Platform.Sql;

namespace Cairn.Monitoring;

/// <summary>Windows by what they watch and their span; one of a kind is closed once.</summary>
internal sealed class WindowStore
{
    public bool Exists(SqlSession s, Window w) => s.Scalar<long>("""
        select count(*) from windows where project = @Project and endpoint = @Endpoint and env = @Env and kind = @Kind and monitor = @Monitor and from_at = @FromAt and to_at = @ToAt
        """, w) > 0;

    public void Insert(SqlSession s, Window w) => s.Execute("""
        insert into windows (id, project, endpoint, env, kind, monitor, from_at, to_at, version, n, measures, breached, event)
        values (@Id, @Project, @Endpoint, @Env, @Kind, @Monitor, @FromAt, @ToAt, @Version, @N, @Measures, @Breached, @Event)
        """, w);

    public IReadOnlyList<Window> List(SqlSession s, string project, string? kind, string? monitor, string? endpoint, string before, int limit) => s.Query<Window>("""
        select * from windows where project = @project and (@kind is null or kind = @kind) and (@monitor is null or monitor = @monitor)
          and (@endpoint is null or endpoint = @endpoint) and id < @before order by id desc limit @limit
        """, new { project, kind, monitor, endpoint, before, limit });

    /// <summary>Windows that ended at <paramref name="since"/> or later, oldest first.</summary>
    public IReadOnlyList<Window> Since(SqlSession s, string project, long since)
        => s.Query<Window>("select * from windows where project = @project and to_at >= @since order by to_at, id", new { project, since });

    public IReadOnlyList<Window> Newest(SqlSession s, string project) => s.Query<Window>("""
        select w.* from windows w where project = @project and to_at = (select max(to_at) from windows x
          where x.project = w.project and x.endpoint = w.endpoint and x.env = w.env and x.kind = w.kind and x.monitor = w.monitor) order by kind, monitor
        """, new { project });

    /// <summary>Start of the first day that was not watched yet, or null when none was.</summary>
    public long? Through(SqlSession s, string project) => s.Scalar<long?>("select through from monitored_days where project = @project", new { project });

    public void SetThrough(SqlSession s, string project, long through) => s.Execute("""
        insert into monitored_days (project, through) values (@project, @through) on conflict (project) do update set through = @through
        """, new { project, through });
}
