using System.Net;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Registry.Webhooks;

/// <summary>Sends a message, and again up to three times when the receiver is away, busy or broken.</summary>
internal sealed class WebhookDelivery(IDatabase database, WebhookStore store, WebhookSender sender) : IJobHandler
{
    public const string KindName = "registry.webhook";

    public string Kind => KindName;

    public int Attempts => 4;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        WebhookNotice notice = job.Payload<WebhookNotice>();
        if (await database.ReadAsync(s => store.Find(s, notice.Webhook), cancellation) is not { Status: "ACTIVE" } webhook) return;
        (HttpStatusCode status, _) = await sender.SendAsync(webhook, notice.Delivery, notice.Body, cancellation);
        if (status == HttpStatusCode.TooManyRequests || (int)status >= 500) throw new IOException($"The receiver of webhook {webhook.Id} answered {(int)status}.");
    }
}
