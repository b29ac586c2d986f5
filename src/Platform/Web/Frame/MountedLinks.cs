using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Web;

/// <summary>Pages write their links from the root of the site. Where the site is mounted below a path, the links of an answer and where it leads to get that path in front.</summary>
internal sealed partial class MountedLinks(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.PathBase.HasValue)
        {
            await next(context);
            return;
        }
        string mount = context.Request.PathBase.ToUriComponent();
        HttpResponse response = context.Response;
        response.OnStarting(() =>
        {
            if (LocalPath.OrHome(response.Headers.Location) is { } path && path == response.Headers.Location.ToString()) response.Headers.Location = mount + path;
            return Task.CompletedTask;
        });
        Stream body = response.Body;
        await using var page = new PageBuffer(response, body);
        response.Body = page;
        try
        {
            await next(context);
        }
        finally
        {
            response.Body = body;
        }
        if (page.Html is not { } html) return;
        byte[] mounted = Encoding.UTF8.GetBytes(Link().Replace(html, "$1" + mount + "/"));
        response.ContentLength = mounted.Length;
        await body.WriteAsync(mounted, context.RequestAborted);
    }

    // A value that begins with one slash is an address of this site in all of these; one with two would be another site.
    [GeneratedRegex("""(\s(?:href|src|action|formaction|hx-get|hx-post|data-[a-z-]+)=")/(?!/)""", RegexOptions.None, 2000)]
    private static partial Regex Link();
}
