using Cairn.Platform.Sql;

namespace Cairn.Code;

/// <inheritdoc cref="IAppReleases"/>
internal sealed class AppReleaseStore : IAppReleases
{
    public void Record(SqlSession transaction, AppRelease release) => transaction.Execute("""
        insert into app_releases (project, app, environment, release_id, digest, commit_id, at) values (@Project, @App, @Environment, @ReleaseId, @Digest, @CommitId, @At)
        on conflict (project, app, environment) do update set release_id = @ReleaseId, digest = @Digest, commit_id = @CommitId, at = @At
        """, release);

    public AppRelease? Current(SqlSession session, string project, string app, string environment) => session.First<AppRelease>(
        "select * from app_releases where project = @project and app = @app and environment = @environment", new { project, app, environment });

    public IReadOnlyList<AppRelease> Of(SqlSession session, string project)
        => session.Query<AppRelease>("select * from app_releases where project = @project order by app, environment", new { project });
}
