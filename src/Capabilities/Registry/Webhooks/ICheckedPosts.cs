using System.Net;

namespace Cairn.Registry;

/// <summary>
/// Sends a message to an address that somebody configured: <c>https</c> to a public address, unless the operator named its host in <c>CAIRN_WEBHOOK_HOSTS</c>. The address that is connected to is looked at,
/// each time; no redirects, proxies or cookies; within ten seconds.
/// </summary>
public interface ICheckedPosts
{
    /// <summary>Status and the beginning of what came back.</summary>
    /// <exception cref="IOException">The address is refused. Others of the network pass through.</exception>
    Task<(HttpStatusCode Status, string Answer)> PostAsync(string url, string json, IReadOnlyDictionary<string, string> headers, CancellationToken cancellation);
}
