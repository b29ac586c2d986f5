using System.Net;
using Cairn.Registry.Webhooks;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>Names and addresses of a small world; <c>turning.example</c> is public the first time it is asked for.</summary>
internal sealed class KnownHosts : IHostResolver
{
    private int _asked;

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<IPAddress>>(host switch
    {
        "good.example" => [IPAddress.Parse("93.184.216.34")],
        "inside.example" => [IPAddress.Parse("10.0.0.7")],
        "mixed.example" => [IPAddress.Parse("93.184.216.34"), IPAddress.Parse("192.168.0.7")],
        "turning.example" => [IPAddress.Parse(Interlocked.Increment(ref _asked) == 1 ? "93.184.216.34" : "127.0.0.1")],
        "localhost" => [IPAddress.Loopback],
        _ => IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) ? [address] : [],
    });
}
