using System.Net;

namespace Cairn.Registry.Webhooks;

/// <summary>Finds the addresses of a host.</summary>
internal interface IHostResolver
{
    /// <returns>None when the name is not known.</returns>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation);
}
