using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Platform.Http;

/// <summary>The address by which others reach this server through a reverse proxy: scheme, host, and the path below which it is mounted.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">As browsers send it: with the port unless it is the scheme's own.</param>
/// <param name="Path">Empty, or <c>/team/cairn</c> without a slash at its end.</param>
public sealed record PublicUrl(string Scheme, HostString Host, PathString Path)
{
    /// <summary>By which a client reaches this server, without a slash at its end: the public address where there is one, else the address of the request.</summary>
    public static string Of(HttpContext context)
        => (context.RequestServices.GetService<PlatformOptions>()?.PublicUrl ?? new PublicUrl(context.Request.Scheme, context.Request.Host, context.Request.PathBase)).Text;

    private string Text => $"{Scheme}://{Host.ToUriComponent()}{Path.ToUriComponent()}";

    /// <exception cref="FormatException">It is no absolute http or https address without user, query and fragment.</exception>
    public static PublicUrl Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw new FormatException($"'{text}' is not the address of a server; write it as https://cairn.example.org or https://example.org/cairn.");
        return new PublicUrl(uri.Scheme, uri.IsDefaultPort ? new HostString(uri.Host) : new HostString(uri.Host, uri.Port), PathString.FromUriComponent(uri.AbsolutePath.TrimEnd('/')));
    }
}
