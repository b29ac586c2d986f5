using Cairn.Platform.Sql;

namespace Cairn.Registry.Webhooks;

/// <summary>Webhooks, oldest first.</summary>
internal sealed class WebhookStore
{
    public WebhookRow? Find(SqlSession s, string id) => s.First<WebhookRow>("select * from registry_webhooks where id = @id", new { id });

    public IReadOnlyList<WebhookRow> List(SqlSession s, int limit, int offset) => s.Query<WebhookRow>("select * from registry_webhooks order by created_at, id limit @limit offset @offset", new { limit, offset });

    public IReadOnlyList<WebhookRow> Active(SqlSession s) => s.Query<WebhookRow>("select * from registry_webhooks where status = 'ACTIVE' order by created_at, id");

    /// <summary>Those whose secret lies there in plain text.</summary>
    public IReadOnlyList<WebhookRow> Plain(SqlSession s) => s.Query<WebhookRow>("select * from registry_webhooks where secret is not null");

    public void Insert(SqlSession s, WebhookRow webhook) => s.Execute("""
        insert into registry_webhooks (id, name, description, url, events, secret, sealed, status, created_at, updated_at) values (@Id, @Name, @Description, @Url, @Events, null, @Sealed, @Status, @CreatedAt, @UpdatedAt)
        """, webhook);

    public void Update(SqlSession s, WebhookRow webhook) => s.Execute("""
        update registry_webhooks set name = @Name, description = @Description, url = @Url, events = @Events, secret = null, sealed = @Sealed, status = @Status, updated_at = @UpdatedAt where id = @Id
        """, webhook);

    public bool Delete(SqlSession s, string id) => s.Execute("delete from registry_webhooks where id = @id", new { id }) > 0;
}
