using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cairn.Tracking.Artifacts;

/// <summary>Sends a file as an attachment that no browser runs or shows in our origin; parts of it when a range is asked for.</summary>
public static class ArtifactAnswer
{
    /// <param name="path">Its last segment is the name the file is saved under.</param>
    public static Task SendAsync(HttpContext context, string path, string digest, Stream content)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        var tag = new EntityTagHeaderValue($"\"{digest}\"");
        return Results.Stream(content, ContentTypes.Of(path), path[(path.LastIndexOf('/') + 1)..], entityTag: tag, enableRangeProcessing: true).ExecuteAsync(context);
    }
}
