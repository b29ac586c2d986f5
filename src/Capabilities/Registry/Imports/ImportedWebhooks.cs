using Cairn.Platform.Sql;
using Cairn.Registry.Webhooks;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>
/// Brings webhooks over, switched off: their secrets are told by no server, and the one that they come from still sends. Where they go is looked at as for new ones.
/// </summary>
internal sealed class ImportedWebhooks(IDatabase database, ImportStateStore state, WebhookStore store, WebhookTarget target, LeftOut left)
{
    public Task BringAsync(ImportRow import, IMlflowSource source, CancellationToken cancellation) => left.TryAsync(import, "webhooks", async () =>
    {
        await foreach (SourceWebhook webhook in source.WebhooksAsync(cancellation)) await left.TryAsync(import, "webhook " + KeyRules.Cut(webhook.Name, 100), () => OneAsync(import, webhook, cancellation));
    });

    private async Task OneAsync(ImportRow import, SourceWebhook webhook, CancellationToken cancellation)
    {
        if (await database.ReadAsync(s => state.Target(s, import.Source, "webhook", webhook.Id), cancellation) is not null) return;
        var row = new WebhookRow
        {
            Id = KeyRules.RunId(webhook.Id),
            Name = WebhookRules.Name(webhook.Name),
            Description = webhook.Description,
            Events = webhook.Events.Count > 0 ? string.Join(' ', webhook.Events.Select(WebhookRules.Event).Distinct(StringComparer.Ordinal)) : throw MlflowException.Required("events"),
            Status = "DISABLED",
            Url = await target.CheckAsync(webhook.Url, cancellation),
            CreatedAt = webhook.CreatedAt,
            UpdatedAt = webhook.UpdatedAt,
        };
        await database.WriteAsync(s =>
        {
            if (store.Find(s, row.Id) is not null) throw MlflowException.Exists("one with this id is here already");
            store.Insert(s, row);
            state.Note(s, import.Source, "webhook", row.Id, row.Id, MlflowImport.Count(("webhooks", 1)));
            state.Note(s, import.Source, "changed", "webhook " + row.Name, "switched off, and without its secret, which its server does not tell", MlflowImport.Count());
        }, cancellation: cancellation);
    }
}
