using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Cairn.Platform.Jobs;

namespace Cairn.Registry.Webhooks;

/// <summary>Sends one message: signed, to the address that was checked, without redirects, proxies or cookies, within ten seconds.</summary>
internal sealed class WebhookSender : IDisposable
{
    private const int MostAnswer = 64 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly WebhookTarget _target;
    private readonly WebhookSecrets _secrets;
    private readonly RealTime _time;
    private readonly HttpMessageInvoker _http;

    public WebhookSender(WebhookTarget target, WebhookSecrets secrets, RealTime time)
    {
        (_target, _secrets, _time) = (target, secrets, time);
        _http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero, ConnectCallback = ConnectAsync });
    }

    /// <summary>Status and the beginning of what came back.</summary>
    /// <exception cref="IOException">The address is refused. Others of the network pass through.</exception>
    public async Task<(HttpStatusCode Status, string Answer)> SendAsync(WebhookRow webhook, string delivery, string body, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        string time = _time.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("X-MLflow-Delivery-Id", delivery);
        request.Headers.Add("X-MLflow-Timestamp", time);
        if (_secrets.Of(webhook) is { } secret) request.Headers.Add("X-MLflow-Signature", Signature(secret, $"{delivery}.{time}.{body}"));
        using HttpResponseMessage answer = await _http.SendAsync(request, limit.Token);
        return (answer.StatusCode, await BeginningAsync(answer, limit.Token));
    }

    public static string Signature(string secret, string signed) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        IReadOnlyList<IPAddress> addresses = await _target.AddressesAsync(context.DnsEndPoint.Host, cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. addresses], context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<string> BeginningAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        byte[] buffer = new byte[MostAnswer];
        await using Stream stream = await answer.Content.ReadAsStreamAsync(cancellation);
        int length = await stream.ReadAtLeastAsync(buffer, MostAnswer, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
