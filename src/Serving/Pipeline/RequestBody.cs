using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cairn.Serving.Pipeline;

/// <summary>A whole body, uncompressed and in one piece: a small one as it lies in the pipe where that is possible, else in a rented array.</summary>
internal struct RequestBody : IDisposable
{
    /// <summary>Bytes up to which a body is worth no care.</summary>
    public const int Small = 64 << 10;

    private readonly PipeReader? _pipe;
    private readonly ReadOnlySequence<byte> _read;
    private readonly int _length;
    private byte[]? _rented;

    private RequestBody(PipeReader pipe, ReadOnlySequence<byte> read) => (_pipe, _read) = (pipe, read);

    private RequestBody(byte[] rented, int length) => (_rented, _length) = (rented, length);

    /// <summary>The memory it counts for; null for a small body.</summary>
    private BodyLease? Lease { get; init; }

    public readonly ReadOnlySpan<byte> Bytes => _rented is null ? _read.FirstSpan : _rented.AsSpan(0, _length);

    /// <summary>Its array, which outlives the request's own pipe; null where it lies in that.</summary>
    public readonly byte[]? Array => _rented;

    /// <summary>Reads to the end, up to a cap that holds for the compressed and the uncompressed body.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext http, int cap, RequestMemory memory, CancellationToken gone)
    {
        ContentCoding coding = ContentCodings.OfRequest(http);
        BodyLease? lease = coding == ContentCoding.Identity && http.Request.ContentLength is <= Small ? null : new(memory);
        try
        {
            if (coding == ContentCoding.Identity && http.Request.ContentLength > Small) return await ReadKnownAsync(http, cap, lease!, gone);
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

    /// <summary>Into its place piece by piece, each while it is in the processor's cache.</summary>
    private static async ValueTask<RequestBody> ReadKnownAsync(HttpContext http, int cap, BodyLease lease, CancellationToken gone)
    {
        PipeReader pipe = Begin(http, cap, lease);
        int length = (int)http.Request.ContentLength!.Value, filled = 0;
        byte[]? rented = null;
        try
        {
            while (true)
            {
                ReadResult read = await pipe.ReadAsync(gone);
                // Not before anything came: who only says that much is to come takes no memory.
                rented ??= ArrayPool<byte>.Shared.Rent(length);
                if (read.Buffer.Length > length - filled) throw Broken();
                read.Buffer.CopyTo(rented.AsSpan(filled));
                filled += (int)read.Buffer.Length;
                pipe.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return filled == length ? new(rented, filled) { Lease = lease } : throw Broken();
            }
        }
        catch (Exception e)
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
            if (FaultOf(e, cap) is { } fault) throw fault;
            throw;
        }
    }

    private static async ValueTask<ReadOnlySequence<byte>> ReadPipeAsync(HttpContext http, int cap, BodyLease? lease, CancellationToken gone)
    {
        PipeReader pipe = Begin(http, cap, lease);
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
        catch (BadHttpRequestException e) { throw FaultOf(e, cap)!; }
    }

    private static PipeReader Begin(HttpContext http, int cap, BodyLease? lease)
    {
        if (http.Request.ContentLength > cap) throw TooLarge(cap);
        lease?.Grow(http.Request.ContentLength ?? 0);
        // What every server takes needs no other limit than its own.
        if (http.Request.ContentLength is not <= Small && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = cap;
        return http.Request.BodyReader;
    }

    private static RequestFault? FaultOf(Exception e, int cap) => e switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge(cap),
        BadHttpRequestException => Broken(),
        _ => null,
    };

    private static RequestFault Broken() => RequestFault.Malformed("The body has another length than its headers say, or its chunks are broken.");

    internal static RequestFault TooLarge(int cap) => RequestFault.TooLarge($"The body exceeds {cap} bytes; send fewer rows at once.");
}
