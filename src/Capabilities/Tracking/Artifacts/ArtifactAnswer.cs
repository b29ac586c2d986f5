using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cairn.Tracking.Artifacts;

/// <summary>Sends a file as an attachment that no browser runs or shows in our origin; parts of it when a range is asked for.</summary>
public static class ArtifactAnswer
{
    private const int Piece = 1 << 18;

    /// <param name="path">Its last segment is the name the file is saved under.</param>
    public static Task SendAsync(HttpContext context, string path, string digest, Stream content)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        var tag = new EntityTagHeaderValue($"\"{digest}\"");
        string name = path[(path.LastIndexOf('/') + 1)..], type = ContentTypes.Of(path);
        return content.CanSeek && IsPlain(context.Request.Headers) ? WholeAsync(context, name, type, tag, content) : Results.Stream(content, type, name, entityTag: tag, enableRangeProcessing: true).ExecuteAsync(context);
    }

    // No part is asked for, and nothing depends on what the client has.
    private static bool IsPlain(IHeaderDictionary asked)
        => asked.Range.Count + asked.IfRange.Count + asked.IfMatch.Count + asked.IfNoneMatch.Count + asked.IfModifiedSince.Count + asked.IfUnmodifiedSince.Count == 0;

    // Large pieces straight into what goes out; the server holds no more than one of them.
    private static async Task WholeAsync(HttpContext context, string name, string type, EntityTagHeaderValue tag, Stream content)
    {
        await using Stream file = content;
        HttpResponse response = context.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        (response.ContentType, response.ContentLength, response.Headers.ETag) = (type, file.Length, tag.ToString());
        (response.Headers.ContentDisposition, response.Headers.AcceptRanges) = (disposition.ToString(), "bytes");
        PipeWriter body = response.BodyWriter;
        for (int read; (read = await file.ReadAsync(body.GetMemory(Piece)[..Piece], context.RequestAborted)) > 0;)
        {
            body.Advance(read);
            if ((await body.FlushAsync(context.RequestAborted)).IsCompleted) return;
        }
    }
}
