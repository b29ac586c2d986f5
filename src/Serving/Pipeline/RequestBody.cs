using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cairn.Serving.Pipeline;

/// <summary>A whole body, uncompressed and in one piece: as it lies in the pipe where that is possible, else in a rented array.</summary>
internal struct RequestBody : IDisposable
{
    private const int Small = 64 << 10;
    private readonly PipeReader? _pipe;
    private readonly ReadOnlySequence<byte> _read;
    private readonly int _length;
    private byte[]? _rented;

    private RequestBody(PipeReader pipe, ReadOnlySequence<byte> read) => (_pipe, _read) = (pipe, read);

    private RequestBody(byte[] rented, int length) => (_rented, _length) = (rented, length);

    /// <summary>The memory it counts for; null for a small body.</summary>
    private BodyLease? Lease { get; init; }

    public readonly ReadOnlySpan<byte> Bytes => _rented is null ? _read.FirstSpan : _rented.AsSpan(0, _length);

    /// <summary>Reads to the end, up to a cap that holds for the compressed and the uncompressed body.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext http, int cap, RequestMemory memory, CancellationToken gone)
    {
        ContentCoding coding = ContentCodings.OfRequest(http);
        BodyLease? lease = coding == ContentCoding.Identity && http.Request.ContentLength is <= Small ? null : new(memory);
        try
        {
            ReadOnlySequence<byte> read = await ReadPipeAsync(http, cap, lease, gone);
            PipeReader pipe = http.Request.BodyReader;
            if (coding == ContentCoding.Identity && read.IsSingleSegment) return new(pipe, read) { Lease = lease };
            try { return (coding == ContentCoding.Identity ? Copy(read) : Expand(read, coding, cap, lease!)) with { Lease = lease }; }
            finally { pipe.AdvanceTo(read.End); }
        }
        catch
        {
            lease?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _pipe?.AdvanceTo(_read.End);
        if (_rented is { } rented) ArrayPool<byte>.Shared.Return(rented);
        _rented = null;
        Lease?.Dispose();
    }

    private static RequestBody Copy(in ReadOnlySequence<byte> read)
    {
        int length = checked((int)read.Length);
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        read.CopyTo(rented);
        return new(rented, length);
    }

    private static RequestBody Expand(in ReadOnlySequence<byte> read, ContentCoding coding, int cap, BodyLease lease)
    {
        using RequestBody packed = Copy(read);
        (byte[] rented, int length) = Compression.Expand(packed._rented!, packed._length, coding, cap, room => lease.Grow(packed._length + (long)room));
        return new(rented, length);
    }

    private static async ValueTask<ReadOnlySequence<byte>> ReadPipeAsync(HttpContext http, int cap, BodyLease? lease, CancellationToken gone)
    {
        if (http.Request.ContentLength > cap) throw TooLarge(cap);
        lease?.Grow(http.Request.ContentLength ?? 0);
        // What every server takes needs no other limit than its own.
        if (http.Request.ContentLength is not <= Small && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = cap;
        PipeReader pipe = http.Request.BodyReader;
        try
        {
            while (true)
            {
                ReadResult read = await pipe.ReadAsync(gone);
                if (read.Buffer.Length > cap) throw TooLarge(cap);
                lease?.Grow(read.Buffer.Length);
                if (read.IsCompleted) return read.Buffer;
                pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge) { throw TooLarge(cap); }
        catch (BadHttpRequestException) { throw RequestFault.Malformed("The body is shorter than its headers say, or its chunks are broken."); }
    }

    internal static RequestFault TooLarge(int cap) => RequestFault.TooLarge($"The body exceeds {cap} bytes; send fewer rows at once.");
}
