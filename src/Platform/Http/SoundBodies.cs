using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Cairn.Platform.Http;

/// <summary>Refuses JSON with texts that no store can hold, for routes that take JSON: whatever becomes of a field, the mistake is told by its name.</summary>
internal sealed class SoundBodies(RequestDelegate next)
{
    private const string Json = "application/json";

    public Task InvokeAsync(HttpContext context)
        => context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is { } accepts && accepts.ContentTypes.Contains(Json) && context.Request.HasJsonContentType()
            && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false ? CheckedAsync(context) : next(context);

    private async Task CheckedAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        // All of it comes into memory for its handler anyway; the server's limit holds here too.
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        SoundText.RequireJson(body.GetBuffer().AsSpan(0, (int)body.Length));
        body.Position = 0;
        request.Body = body;
        await next(context);
    }
}
