using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Platform.Web;

/// <summary>Serves the browser files; their addresses carry the fingerprint, so they may be kept for ever.</summary>
internal static class AssetEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods(AssetCatalog.Prefix + "{name}", ["GET", "HEAD"], Send).ExcludeFromDescription().AllowAnonymous();
        endpoints.MapGet("/favicon.ico", () => Results.Redirect(AssetCatalog.Url("favicon.svg"))).ExcludeFromDescription().AllowAnonymous();
    }

    private static async Task Send(HttpContext context, string name)
    {
        if (AssetCatalog.Find(name) is not { } asset)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var (bytes, encoding) = asset.For(context.Request.Headers.AcceptEncoding.ToString());
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        headers.ContentEncoding = encoding;
        context.Response.ContentType = asset.ContentType;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
