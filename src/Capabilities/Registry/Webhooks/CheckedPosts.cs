using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Cairn.Registry.Webhooks;

/// <inheritdoc cref="ICheckedPosts"/>
internal sealed class CheckedPosts : ICheckedPosts, IDisposable
{
    private const int MostAnswer = 64 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly WebhookTarget _target;
    private readonly HttpMessageInvoker _http;

    public CheckedPosts(WebhookTarget target)
    {
        _target = target;
        _http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero, ConnectCallback = ConnectAsync });
    }

    public async Task<(HttpStatusCode Status, string Answer)> PostAsync(string url, string json, IReadOnlyDictionary<string, string> headers, CancellationToken cancellation)
    {
        if (!_target.MaySpeak(new Uri(url))) throw new IOException($"The address must be https. The operator may allow plain http to a host by name in {WebhookOptions.Variable}.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        foreach ((string name, string value) in headers) request.Headers.Add(name, value);
        using HttpResponseMessage answer = await _http.SendAsync(request, limit.Token);
        return (answer.StatusCode, await BeginningAsync(answer, limit.Token));
    }

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
