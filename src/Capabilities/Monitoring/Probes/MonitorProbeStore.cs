using Cairn.Platform.Sql;

namespace Cairn.Monitoring;

/// <summary>When a kind of probe was last made for an endpoint; unix milliseconds of domain time.</summary>
internal sealed class MonitorProbeStore
{
    public long? Last(SqlSession s, string project, string kind) => s.Scalar<long?>("select at from monitor_probes where project = @project and kind = @kind", new { project, kind });

    public void Set(SqlSession s, string project, string kind, long at) => s.Execute(
        "insert into monitor_probes (project, kind, at) values (@project, @kind, @at) on conflict (project, kind) do update set at = @at", new { project, kind, at });
}
