using System.Net;
using System.Net.Sockets;

namespace Cairn.Registry.Webhooks;

/// <inheritdoc cref="IHostResolver"/>
internal sealed class SystemHostResolver : IHostResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellation);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
