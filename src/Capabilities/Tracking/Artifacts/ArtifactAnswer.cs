using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cairn.Tracking.Artifacts;

/// <summary>Sends a file as an attachment that no browser runs or shows in our origin; parts of it when a range is asked for.</summary>
public static class ArtifactAnswer
{
    private const int Piece = 1 << 20;

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

    private static async Task WholeAsync(HttpContext context, string name, string type, EntityTagHeaderValue tag, Stream content)
    {
        await using Stream file = content;
        HttpResponse response = context.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        (response.ContentType, response.ContentLength, response.Headers.ETag) = (type, file.Length, tag.ToString());
        (response.Headers.ContentDisposition, response.Headers.AcceptRanges) = (disposition.ToString(), "bytes");
        await SendAsync(file, file.Length, response.BodyWriter, context.RequestAborted);
    }

    // Straight into what goes out, a piece after the other: the system reads ahead meanwhile.
    private static async Task SendAsync(Stream file, long left, PipeWriter body, CancellationToken cancellation)
    {
        while (left > 0)
        {
            int piece = (int)Math.Min(left, Piece);
            await file.ReadExactlyAsync(body.GetMemory(piece)[..piece], cancellation);
            body.Advance(piece);
            if ((await body.FlushAsync(cancellation)).IsCompleted) return;
            left -= piece;
        }
    }
}
