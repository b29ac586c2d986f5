using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cairn.Platform.Http;

/// <summary>
/// Keeps other origins out of a server that trusts loopback: the Host must be one of a list (against DNS rebinding), and an unsafe method
/// must come from our own origin or from no browser at all. Runs before everything else.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, PlatformOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool free = request.Path == "/health" || request.Path == "/version";
        if (!free && !IsOurs(request.Host, context.Connection.LocalPort))
            return Problems.WriteAsync(context, new ApiException(403, "foreign-host", "This server does not answer to that Host.") { Field = "Host", Mend = "Start it with --public-url ADDRESS behind a proxy, or with --host NAME to add a name." });
        if (!IsSafe(request.Method) && IsForeign(request))
            return Problems.WriteAsync(context, new ApiException(403, "foreign-origin", "The request came from another origin.") { Field = "Origin" });
        return next(context);
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private bool IsOurs(HostString host, int port)
    {
        if (options.PublicUrl is { } address && host.Equals(address.Host)) return true;
        if (!host.HasValue || (host.Port is { } given && given != port && !options.Hosts.Contains(host.Value!))) return false;
        return host.Host is "localhost" or "127.0.0.1" or "[::1]" || options.Hosts.Contains(host.Host) || options.Hosts.Contains(host.Value!);
    }

    private static bool IsForeign(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        if (!string.IsNullOrEmpty(origin)) return !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site") return true;
        string? referrer = request.Headers[HeaderNames.Referer];
        return !string.IsNullOrEmpty(referrer) && !referrer.StartsWith($"{request.Scheme}://{request.Host}/", StringComparison.OrdinalIgnoreCase);
    }
}
