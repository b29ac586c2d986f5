using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cairn.Serving.Pipeline;

/// <summary>Reads a whole body without copying it, up to a cap.</summary>
internal static class BodyReader
{
    /// <summary>The body as it lies in the pipe; the caller must advance the pipe past it.</summary>
    public static async ValueTask<ReadOnlySequence<byte>> ReadAsync(HttpContext http, int cap)
    {
        HttpRequest request = http.Request;
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            http.Response.Headers.AcceptEncoding = "identity";
            throw RequestFault.Unsupported("The content encoding is not taken; send the body as it is.");
        }

        if (request.ContentLength > cap) throw TooLarge(cap);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = cap;
        PipeReader pipe = request.BodyReader;
        try
        {
            while (true)
            {
                ReadResult read = await pipe.ReadAsync(http.RequestAborted);
                if (read.Buffer.Length > cap) throw TooLarge(cap);
                if (read.IsCompleted) return read.Buffer;
                pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge) { throw TooLarge(cap); }
        catch (BadHttpRequestException) { throw RequestFault.Malformed("The body is shorter than its headers say, or its chunks are broken."); }
    }

    private static RequestFault TooLarge(int cap) => RequestFault.TooLarge($"The body exceeds {cap} bytes; send fewer rows at once.");
}
