using System.Buffers;
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

    private static async Task WholeAsync(HttpContext context, string name, string type, EntityTagHeaderValue tag, Stream content)
    {
        await using Stream file = content;
        HttpResponse response = context.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        (response.ContentType, response.ContentLength, response.Headers.ETag) = (type, file.Length, tag.ToString());
        (response.Headers.ContentDisposition, response.Headers.AcceptRanges) = (disposition.ToString(), "bytes");
        if (file.Length <= Piece) await SmallAsync(file, (int)file.Length, response.BodyWriter, context.RequestAborted);
        else await LargeAsync(file, response.BodyWriter, context.RequestAborted);
    }

    // Straight into what goes out.
    private static async Task SmallAsync(Stream file, int length, PipeWriter body, CancellationToken cancellation)
    {
        if (length == 0) return;
        await file.ReadExactlyAsync(body.GetMemory(length)[..length], cancellation);
        body.Advance(length);
        await body.FlushAsync(cancellation);
    }

    // While one piece goes out, the next is read; the server holds no more than these.
    private static async Task LargeAsync(Stream file, PipeWriter body, CancellationToken cancellation)
    {
        using IMemoryOwner<byte> one = MemoryPool<byte>.Shared.Rent(Piece), other = MemoryPool<byte>.Shared.Rent(Piece);
        (Memory<byte> going, Memory<byte> coming) = (one.Memory[..Piece], other.Memory[..Piece]);
        Task<int> reading = file.ReadAsync(going, cancellation).AsTask();
        try
        {
            while (await reading is > 0 and var read)
            {
                reading = file.ReadAsync(coming, cancellation).AsTask();
                going.Span[..read].CopyTo(body.GetSpan(read));
                body.Advance(read);
                if ((await body.FlushAsync(cancellation)).IsCompleted) return;
                (going, coming) = (coming, going);
            }
        }
        finally
        {
            // A piece is in use until then, also when nobody waits for more.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
