using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Webhooks;

/// <summary>What can be done with webhooks, by whichever door it is asked.</summary>
internal sealed class WebhookDesk(IDatabase database, WebhookStore store, WebhookTarget target, WebhookSecrets secrets, WebhookTest test, TimeProvider time)
{
    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <exception cref="MlflowException">The name is none, or the address is one that nothing is sent to.</exception>
    public async Task<WebhookRow> CreateAsync(WebhookDraft draft, CancellationToken cancellation)
    {
        WebhookRow webhook = secrets.Sealed(new WebhookRow
        {
            Id = Guid.NewGuid().ToString("N"),
            Name = WebhookRules.Name(draft.Name),
            Description = draft.Description,
            Events = draft.Events,
            Secret = draft.Secret,
            Status = draft.Status,
            Url = await target.CheckAsync(draft.Url, cancellation),
            CreatedAt = Now,
            UpdatedAt = Now,
        });
        await database.WriteAsync(s => store.Insert(s, webhook), cancellation: cancellation);
        return webhook;
    }

    public Task<string> CheckAsync(string url, CancellationToken cancellation) => target.CheckAsync(url, cancellation);

    public Task<IReadOnlyList<WebhookRow>> ListAsync(int limit, int offset, CancellationToken cancellation) => database.ReadAsync(s => store.List(s, limit, offset), cancellation);

    /// <exception cref="MlflowException">There is none of this id.</exception>
    public Task<WebhookRow> FindAsync(string id, CancellationToken cancellation) => database.ReadAsync(s => Existing(s, id), cancellation);

    public Task<WebhookRow> ChangeAsync(string id, Func<WebhookRow, WebhookRow> change, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        WebhookRow after = change(Existing(s, id)) with { UpdatedAt = Now };
        store.Update(s, secrets.Sealed(after));
        return after;
    }, cancellation: cancellation);

    /// <returns>The webhook as it was.</returns>
    public Task<WebhookRow> DeleteAsync(string id, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        WebhookRow webhook = Existing(s, id);
        store.Delete(s, webhook.Id);
        return webhook;
    }, cancellation: cancellation);

    /// <param name="name"><c>ENTITY.ACTION</c>; the first that it asks for when null.</param>
    public async Task<(WebhookRow Webhook, WebhookOutcome Outcome)> TestAsync(string id, string? name, CancellationToken cancellation)
    {
        WebhookRow webhook = await FindAsync(id, cancellation);
        return (webhook, await test.SendAsync(webhook, name ?? webhook.EventList[0], cancellation));
    }

    private WebhookRow Existing(SqlSession s, string id) => store.Find(s, id) ?? throw MlflowException.Missing($"Webhook with ID {KeyRules.Cut(id, 100)} not found.");
}
