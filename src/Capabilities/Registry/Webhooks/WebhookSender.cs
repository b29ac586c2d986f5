using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Cairn.Platform.Jobs;

namespace Cairn.Registry.Webhooks;

/// <summary>Sends one message of a webhook, signed.</summary>
internal sealed class WebhookSender(ICheckedPosts posts, WebhookSecrets secrets, RealTime time)
{
    /// <summary>Status and the beginning of what came back.</summary>
    /// <exception cref="IOException">The address is refused. Others of the network pass through.</exception>
    public Task<(HttpStatusCode Status, string Answer)> SendAsync(WebhookRow webhook, string delivery, string body, CancellationToken cancellation)
    {
        string now = time.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-MLflow-Delivery-Id"] = delivery, ["X-MLflow-Timestamp"] = now };
        if (secrets.Of(webhook) is { } secret) headers["X-MLflow-Signature"] = Signature(secret, $"{delivery}.{now}.{body}");
        return posts.PostAsync(webhook.Url, body, headers, cancellation);
    }

    public static string Signature(string secret, string signed) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));
}
