namespace Cairn.Registry.Webhooks;

/// <summary>A message to be sent. The delivery's id stays the same when it is sent again.</summary>
internal sealed record WebhookNotice(string Webhook, string Delivery, string Body);
