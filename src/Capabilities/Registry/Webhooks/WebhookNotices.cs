using System.Text.Json.Nodes;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Registry.Webhooks;

/// <summary>Tells webhooks what happens in the registry: within the transaction that does it, so that nothing is told that did not happen, and nothing that did is forgotten.</summary>
internal sealed class WebhookNotices(WebhookStore store, IJobs jobs, TimeProvider time)
{
    public void Raise(SqlSession transaction, string entity, string action, JsonObject data)
    {
        string name = $"{entity}.{action}";
        foreach (WebhookRow webhook in store.Active(transaction).Where(w => w.EventList.Contains(name)))
        {
            string delivery = Guid.NewGuid().ToString();
            jobs.Enqueue(transaction, new JobDraft(WebhookDelivery.KindName, $"webhook:{delivery}", null, new WebhookNotice(webhook.Id, delivery, Body(entity, action, data))));
        }
    }

    public string Body(string entity, string action, JsonObject data) => new JsonObject
    {
        ["entity"] = entity.ToLowerInvariant(),
        ["action"] = action.ToLowerInvariant(),
        ["timestamp"] = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture),
        ["data"] = data.DeepClone(),
    }.ToJsonString();
}
