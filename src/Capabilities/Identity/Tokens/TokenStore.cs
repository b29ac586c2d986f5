using Cairn.Platform.Sql;

namespace Cairn.Identity;

internal sealed class TokenStore
{
    public void Insert(SqlSession s, TokenRow token) => s.Execute("""
        insert into tokens (id, actor, role, project, endpoints, audience, note, hash, created_by, created_at, expires_at)
        values (@Id, @Actor, @Role, @Project, @Endpoints, @Audience, @Note, @Hash, @CreatedBy, @CreatedAt, @ExpiresAt)
        """, new { token.Id, token.Actor, token.Role, token.Project, token.Endpoints, token.Audience, token.Note, token.Hash, token.CreatedBy, token.CreatedAt, token.ExpiresAt });

    public TokenRow? Find(SqlSession s, string id) => s.First<TokenRow>("select * from tokens where id = @id", new { id });

    /// <summary>Newest first, before <paramref name="before"/>.</summary>
    public IReadOnlyList<TokenRow> List(SqlSession s, string? before, int limit)
        => s.Query<TokenRow>("select * from tokens where (@before is null or id < @before) order by id desc limit @limit", new { before, limit });

    /// <summary>Good ones of the roles that a data plane knows, by id.</summary>
    public IReadOnlyList<TokenRow> Narrow(SqlSession s, long now)
        => s.Query<TokenRow>("select * from tokens where role in ('infer', 'probe') and revoked_at is null and expires_at > @now order by id", new { now });

    public bool Revoke(SqlSession s, string id, long now)
        => s.Execute("update tokens set revoked_at = @now where id = @id and revoked_at is null", new { id, now }) == 1;

    public bool AnyGood(SqlSession s, long now)
        => s.Scalar<long>("select count(*) from tokens where revoked_at is null and expires_at > @now", new { now }) > 0;
}
