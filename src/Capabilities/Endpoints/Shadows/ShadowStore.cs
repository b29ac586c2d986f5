using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

internal sealed class ShadowStore
{
    public ShadowView? Find(SqlSession s, EndpointView e) => s.First<ShadowView>("""
        select version_id, number, digest, share_permille, since from endpoint_shadows
        where project = @Project and endpoint = @Name and environment = @Environment
        """, e);

    public void Set(SqlSession s, EndpointView e, ShadowView v) => s.Execute("""
        insert into endpoint_shadows (project, endpoint, environment, version_id, number, digest, share_permille, since)
        values (@Project, @Name, @Environment, @VersionId, @Number, @Digest, @SharePermille, @Since)
        on conflict (project, endpoint, environment) do update set version_id = @VersionId, number = @Number, digest = @Digest, share_permille = @SharePermille, since = @Since
        """, new { e.Project, e.Name, e.Environment, v.VersionId, v.Number, v.Digest, v.SharePermille, v.Since });

    public void Clear(SqlSession s, EndpointView e)
        => s.Execute("delete from endpoint_shadows where project = @Project and endpoint = @Name and environment = @Environment", e);
}
