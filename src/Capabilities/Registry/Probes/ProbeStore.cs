using Cairn.Platform.Sql;

namespace Cairn.Registry.Probes;

/// <summary>Which probes are done, and what the newest found of each version at each endpoint.</summary>
internal sealed class ProbeStore
{
    private const string Select = """
        select a.*, v.number from registry_audits a join registry_versions v on v.id = a.version join registry_models m on m.num = v.model
        where not v.deleted and m.project = a.project and a.project = @project
        """;

    /// <summary>False when this one was done before.</summary>
    public bool Claim(SqlSession s, string key) => s.Execute("insert into registry_probes (key) values (@key) on conflict (key) do nothing", new { key }) == 1;

    public void Save(SqlSession s, VersionAudit audit) => s.Execute("""
        insert into registry_audits (project, endpoint, env, version, ok, loaded, seen_at, event) values (@Project, @Endpoint, @Env, @Version, @Ok, @Loaded, @SeenAt, @Event)
        on conflict (project, endpoint, env, version) do update set ok = excluded.ok, loaded = excluded.loaded, seen_at = excluded.seen_at, event = excluded.event
        """, audit);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<VersionAudit> OfVersion(SqlSession s, string project, string version)
        => s.Query<VersionAudit>($"{Select} and a.version = @version order by a.seen_at desc, a.endpoint, a.env", new { project, version });

    /// <summary>What each endpoint had loaded of the model when it was looked at last; nothing of one that had other models by then.</summary>
    public IReadOnlyList<VersionAudit> OfModel(SqlSession s, string project, string model) => s.Query<VersionAudit>($"""
        {Select} and m.name = @model and a.seen_at = (select max(l.seen_at) from registry_audits l where l.project = a.project and l.endpoint = a.endpoint and l.env = a.env)
        order by a.endpoint, a.env, v.number
        """, new { project, model });
}
