using Cairn.Platform.Sql;

namespace Cairn.Monitoring;

/// <summary>What probers handed in. The same again changes nothing; what is older than a window is dropped.</summary>
internal sealed class ProbeResultStore
{
    /// <summary>False when it is there already.</summary>
    public bool Insert(SqlSession s, ProbeResult r) => s.Execute("""
        insert into probe_results (project, endpoint, env, prober, at, every_s, answered, status, took_ms)
        values (@Project, @Endpoint, @Env, @Prober, @At, @EveryS, @Answered, @Status, @TookMs) on conflict (project, endpoint, env, prober, at) do nothing
        """, r) == 1;

    public void DropBefore(SqlSession s, long at) => s.Execute("delete from probe_results where at < @at", new { at });

    /// <summary>Of [from, to), oldest first.</summary>
    public IReadOnlyList<ProbeResult> Between(SqlSession s, string project, string endpoint, string env, long from, long to) => s.Query<ProbeResult>("""
        select * from probe_results where project = @project and endpoint = @endpoint and env = @env and at >= @from and at < @to order by at
        """, new { project, endpoint, env, from, to });
}
