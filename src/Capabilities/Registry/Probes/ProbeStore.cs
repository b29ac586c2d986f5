using Cairn.Platform.Sql;

namespace Cairn.Registry.Probes;

/// <summary>Which probes are done, and what the newest found at each endpoint.</summary>
internal sealed class ProbeStore
{
    private const string Select = """
        select a.*, v.number from registry_audits a join registry_versions v on v.id = a.version join registry_models m on m.num = v.model
        where not v.deleted and m.project = a.project and a.project = @project
        """;

    /// <summary>False when this one was done before.</summary>
    public bool Claim(SqlSession s, string key) => s.Execute("insert into registry_probes (key) values (@key) on conflict (key) do nothing", new { key }) == 1;

    /// <summary>Forgets what was found at one endpoint.</summary>
    public void Clear(SqlSession s, string project, string endpoint, string env)
        => s.Execute("delete from registry_audits where project = @project and endpoint = @endpoint and env = @env", new { project, endpoint, env });

    public void Save(SqlSession s, VersionAudit audit) => s.Execute("""
        insert into registry_audits (project, endpoint, env, version, ok, loaded, seen_at, event) values (@Project, @Endpoint, @Env, @Version, @Ok, @Loaded, @SeenAt, @Event)
        on conflict (project, endpoint, env, version) do update set ok = excluded.ok, loaded = excluded.loaded, seen_at = excluded.seen_at, event = excluded.event
        """, audit);

    public IReadOnlyList<VersionAudit> OfVersion(SqlSession s, string project, string version)
        => s.Query<VersionAudit>($"{Select} and a.version = @version order by a.endpoint, a.env", new { project, version });

    public IReadOnlyList<VersionAudit> OfModel(SqlSession s, string project, string model)
        => s.Query<VersionAudit>($"{Select} and m.name = @model order by a.endpoint, a.env, v.number", new { project, model });
}
