using System.Net;

namespace Cairn.Contracts.Access;

/// <summary>Where a caller is, as far as a server can know it.</summary>
public static class CallerPlace
{
    /// <summary>Whether he works on this machine: his connection is local, and no proxy says that it passes on what came from elsewhere.</summary>
    /// <param name="address">Of the other end; null where the connection has none, as within one process.</param>
    /// <param name="hasHeader">Whether the request has a header of this name.</param>
    public static bool IsHere(IPAddress? address, Func<string, bool> hasHeader)
    {
        ArgumentNullException.ThrowIfNull(hasHeader);
        return !hasHeader("X-Forwarded-For") && !hasHeader("Forwarded") && (address is null || IPAddress.IsLoopback(address));
    }
}
