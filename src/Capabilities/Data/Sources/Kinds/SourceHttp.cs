using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Cairn.Platform.Http;

namespace Cairn.Data.Sources.Kinds;

/// <summary>
/// The one way by which sources reach other servers over HTTP: the address that is connected to is checked, not the name, at every connection and
/// redirect; <c>https</c> only, unless the operator named the host.
/// </summary>
internal sealed class SourceHttp : IDisposable
{
    private const int MostRedirects = 5;
    private readonly DataOptions _options;
    private readonly HttpMessageInvoker _http;

    public SourceHttp(DataOptions options)
    {
        _options = options;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 64,
            ConnectCallback = ConnectAsync,
        });
    }

    /// <summary>The answer with its body still to be read. The credential goes to the first host alone.</summary>
    /// <exception cref="UnusableSourceException">The address is none that may be asked.</exception>
    /// <exception cref="SourceFaultException">It does not answer.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, Action<HttpRequestMessage> prepare, CancellationToken cancellation)
    {
        Uri first = address;
        for (int redirects = 0; ; redirects++)
        {
            HttpResponseMessage answer = await SendAsync(address, request =>
            {
                prepare(request);
                if (address.Authority != first.Authority) request.Headers.Clear();
            }, cancellation);
            if (answer.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                || answer.Headers.Location is not { } location) return answer;
            answer.Dispose();
            if (redirects == MostRedirects) throw new SourceFaultException($"{first.Host} redirects more than {MostRedirects} times.");
            address = new Uri(address, location);
        }
    }

    /// <summary>Why an answer is no good, in words; null when it is.</summary>
    public static string? Refusal(HttpResponseMessage answer) => answer.IsSuccessStatusCode ? null : $"{answer.RequestMessage!.RequestUri!.Host} answered {(int)answer.StatusCode} {answer.ReasonPhrase}.";

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri address, Action<HttpRequestMessage> prepare, CancellationToken cancellation)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && _options.Hosts.Contains(address.Host)))
            throw new UnusableSourceException($"'{address.Host}' can be asked over https only. The operator may name a host of ours in {DataOptions.HostsVariable}.");
        if (address.UserInfo.Length > 0) throw new UnusableSourceException("An address holds no user or password; name a 'secret'.");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("cairn", null));
        prepare(request);
        try
        {
            return await _http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException e) when (e.InnerException is UnusableSourceException refused)
        {
            throw new UnusableSourceException(refused.Message);
        }
        catch (HttpRequestException e)
        {
            throw new SourceFaultException($"{address.Host} does not answer: {e.HttpRequestError}.", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new SourceFaultException($"{address.Host} takes no connection within {_options.ConnectTimeout}.", e);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        string host = context.DnsEndPoint.Host;
        IPAddress[] addresses = await _options.Resolve(host, cancellation);
        if (addresses.Length == 0 || (!_options.Hosts.Contains(host) && !addresses.All(PublicAddress.Is)))
            throw new UnusableSourceException($"'{host}' has an address of a private network. The operator may name it in {DataOptions.HostsVariable}.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
