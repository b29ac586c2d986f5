using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Web;

/// <summary>Headers every answer carries. Scripts come from this server's own files only; nothing inline runs.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
        + "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        // Set at the last moment: error answers begin by clearing the headers.
        context.Response.OnStarting(Set, context.Response.Headers);
        return next(context);
    }

    private static Task Set(object state)
    {
        var headers = (IHeaderDictionary)state;
        // What is sent with a stricter one of its own, such as a file of a run, keeps it.
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return Task.CompletedTask;
    }
}
