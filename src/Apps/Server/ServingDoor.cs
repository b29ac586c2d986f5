using Cairn.Endpoints;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Cairn.Server;

/// <summary>Asks this server over HTTP on loopback, so that a release test takes the way of every client.</summary>
internal sealed class ServingDoor(IServer server) : IInferenceDoor, IDisposable
{
    // Only ever our own address: nothing to be redirected or proxied to.
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public async Task<InferenceAnswer> InferAsync(string route, InferenceBody body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address(), $"/v2/models/{Uri.EscapeDataString(route)}/infer")) { Content = body.Content() };
        using HttpResponseMessage response = await _http.SendAsync(request, cancellation);
        return new InferenceAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
    }

    public async Task<int> ReadyAsync(string route, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address(), $"/v2/models/{Uri.EscapeDataString(route)}/ready"));
        using HttpResponseMessage response = await _http.SendAsync(request, cancellation);
        return (int)response.StatusCode;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Of this server on loopback.</summary>
    /// <exception cref="InvalidOperationException">It does not listen yet.</exception>
    public Uri Address()
    {
        string? address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(a => a.StartsWith("http://", StringComparison.Ordinal));
        return address is null ? throw new InvalidOperationException("The server does not listen yet.") : new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal));
    }
}
