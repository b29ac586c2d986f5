using System.Net;
using System.Net.Sockets;
using Cairn.Platform.Http;

namespace Cairn.Projects;

/// <summary>Keeps fetches away from addresses of this machine and its network. What was checked is what is connected to: git is told the address.</summary>
internal sealed class PublicAddresses(ProjectsOptions options)
{
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>An address of the host that may be connected to.</summary>
    /// <exception cref="ApiException">400: it has none, or one of them is closed.</exception>
    public async Task<IPAddress> ResolveAsync(string host, CancellationToken cancellation)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(host, cancellation);
        }
        catch (SocketException)
        {
            throw ApiException.Invalid("repository", "The host of 'repository' has no address.");
        }
        if (addresses.Length == 0) throw ApiException.Invalid("repository", "The host of 'repository' has no address.");
        if (!options.TrustedHosts.Contains(host) && !addresses.All(IsPublic))
        {
            throw ApiException.Invalid("repository", "The host of 'repository' has an address of a private network.", "Name it among the server's trusted git hosts if it is yours.");
        }
        return addresses[0];
    }

    public static bool IsPublic(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Closed.Any(n => n.BaseAddress.AddressFamily == plain.AddressFamily && n.Contains(plain));
    }
}
