using System.Net;
using System.Text.Json.Nodes;

namespace Cairn.Registry.Webhooks;

/// <summary>Sends a made-up message at once and tells what came of it.</summary>
internal sealed class WebhookTest(WebhookSender sender, WebhookNotices notices)
{
    /// <param name="name"><c>ENTITY.ACTION</c>.</param>
    public async Task<WebhookOutcome> SendAsync(WebhookRow webhook, string name, CancellationToken cancellation)
    {
        string[] parts = name.Split('.');
        try
        {
            (HttpStatusCode status, string answer) = await sender.SendAsync(webhook, Guid.NewGuid().ToString(), notices.Body(parts[0], parts[1], Sample(parts[0])), cancellation);
            return new WebhookOutcome((int)status, answer, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new WebhookOutcome(null, null, e is OperationCanceledException ? "The receiver did not answer within ten seconds." : (e.InnerException as IOException ?? e).Message);
        }
    }

    private static JsonObject Sample(string entity)
    {
        var data = new JsonObject { ["name"] = "example" };
        if (entity.Contains("VERSION", StringComparison.Ordinal) || entity.EndsWith("ALIAS", StringComparison.Ordinal)) data["version"] = "1";
        if (entity.EndsWith("ALIAS", StringComparison.Ordinal)) data["alias"] = "example";
        if (entity.EndsWith("TAG", StringComparison.Ordinal)) (data["key"], data["value"]) = ("example", "example");
        return data;
    }
}
