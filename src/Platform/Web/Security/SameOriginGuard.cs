using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Web;

/// <summary>
/// Refuses writes that a browser makes on behalf of another site: by Sec-Fetch-Site where the browser says it, else by Origin against Host.
/// Requests without either header come from programs, which carry no cookies of ours by accident.
/// </summary>
internal sealed class SameOriginGuard(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsWrite(context.Request.Method) && IsForeign(context.Request))
        {
            await Results.Problem(
                statusCode: StatusCodes.Status403Forbidden, title: "Request from another site",
                detail: "A browser sent this write from another origin. Open the page on this server and repeat it there.").ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private static bool IsWrite(string method) =>
        !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method));

    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
