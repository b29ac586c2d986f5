using System.Net;
using System.Net.Sockets;
using Cairn.Registry.Webhooks;

namespace Cairn.Registry.Imports;

/// <summary>
/// Where a server to be imported may be: on this machine, in its networks or beyond, because only who runs this server names one. No tracking server is at addresses
/// of the link alone, where clouds keep the credentials of a machine, nor at those of nobody or of many.
/// </summary>
internal static class SourceAddress
{
    private static readonly IPNetwork[] Never = [.. "0.0.0.0/8 169.254.0.0/16 224.0.0.0/4 240.0.0.0/4 ::/128 fe80::/10 fec0::/10 ff00::/8 fd00:ec2::254/128".Split(' ').Select(IPNetwork.Parse)];

    public static bool MayBe(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return !Never.Any(n => n.BaseAddress.AddressFamily == address.AddressFamily && n.Contains(address));
    }

    /// <summary>Connects to what the name means now; the address is looked at, not the name.</summary>
    /// <exception cref="IOException">The name means nothing, or an address where no server is.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        IReadOnlyList<IPAddress> addresses = IPAddress.TryParse(context.DnsEndPoint.Host, out IPAddress? literal) ? [literal] : await new SystemHostResolver().ResolveAsync(context.DnsEndPoint.Host, cancellation);
        if (addresses.Count == 0) throw new IOException($"The host '{context.DnsEndPoint.Host}' is not known.");
        if (!addresses.All(MayBe)) throw new IOException($"'{context.DnsEndPoint.Host}' is no address of a server.");
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
}
