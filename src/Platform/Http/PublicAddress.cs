using System.Net;
using System.Net.Sockets;

namespace Cairn.Platform.Http;

/// <summary>Which addresses belong to the public internet: nothing of this machine or its networks, in whichever form it is written.</summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] Reserved4 =
    [
        .. "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
            .Split(' ').Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    // Tunnels that carry an IPv4 address within, documentation and benchmarks.
    private static readonly IPNetwork[] Reserved6 = [.. "2001::/23 2001:db8::/32 2002::/16 3fff::/20".Split(' ').Select(IPNetwork.Parse)];

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork) return !Reserved4.Any(n => n.Contains(address));
        return Global6.Contains(address) && !Reserved6.Any(n => n.Contains(address));
    }
}
