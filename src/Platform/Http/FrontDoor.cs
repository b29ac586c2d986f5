using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Http;

/// <summary>
/// A request that came by the public address is taken as what it was there: its scheme, and the mount as the base of its path, whether the proxy
/// leaves the mount in the path or takes it away.
/// </summary>
internal sealed class FrontDoor(RequestDelegate next, PublicUrl address)
{
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!request.Host.Equals(address.Host)) return next(context);
        request.Scheme = address.Scheme;
        if (!address.Path.HasValue) return next(context);
        if (request.Path.StartsWithSegments(address.Path, StringComparison.Ordinal, out PathString rest)) request.Path = rest.HasValue ? rest : "/";
        request.PathBase = address.Path;
        return next(context);
    }
}
