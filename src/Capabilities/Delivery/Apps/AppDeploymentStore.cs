using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>Which build of an application stands in an environment.</summary>
internal sealed record AppDeployment
{
    public string Project { get; init; } = "";
    public string App { get; init; } = "";
    public string Environment { get; init; } = "";
    public string Digest { get; init; } = "";
    public string? CommitId { get; init; }
    public string ReleaseId { get; init; } = "";
    public long Since { get; init; }

    public static AppDeployment? Find(SqlSession s, Release r) => s.First<AppDeployment>("select * from app_deployments where project = @Project and app = @Name and environment = @Environment", r);

    public static IReadOnlyList<AppDeployment> List(SqlSession s, string project) => s.Query<AppDeployment>("select * from app_deployments where project = @project order by app, environment", new { project });

    public static void Set(SqlSession s, Release r, long now) => s.Execute("""
        insert into app_deployments (project, app, environment, digest, commit_id, release_id, since) values (@Project, @Name, @Environment, @Digest, @CommitId, @Id, @now)
        on conflict (project, app, environment) do update set digest = @Digest, commit_id = @CommitId, release_id = @Id, since = @now
        """, new { r.Project, r.Name, r.Environment, r.Digest, r.CommitId, r.Id, now });
}
