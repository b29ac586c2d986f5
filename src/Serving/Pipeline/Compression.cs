using System.Buffers;
using System.IO.Compression;

namespace Cairn.Serving.Pipeline;

/// <summary>Packs and unpacks bodies; what comes out of unpacking is capped while it comes out.</summary>
internal static class Compression
{
    private const int FirstRoom = 16 << 10;

    /// <summary>A rented array and how much of it is used; a <see cref="RequestFault"/> when it is broken or too long.</summary>
    /// <param name="grows">Told of each larger size before it is taken; may refuse it.</param>
    public static (byte[] Rented, int Length) Expand(byte[] packed, int packedLength, ContentCoding coding, int cap, Action<int> grows)
    {
        byte[] room = ArrayPool<byte>.Shared.Rent(Math.Min(FirstRoom, cap) + 1);
        int length = 0;
        try
        {
            using Stream stream = Reading(new MemoryStream(packed, 0, packedLength, writable: false), coding);
            while (true)
            {
                int read = stream.Read(room, length, Math.Min(room.Length, cap + 1) - length);
                length += read;
                if (length > cap) throw RequestBody.TooLarge(cap);
                if (read == 0) return (room, length);
                if (length < room.Length) continue;
                grows(room.Length * 2);
                room = Grow(room);
            }
        }
        catch (InvalidDataException)
        {
            ArrayPool<byte>.Shared.Return(room);
            throw RequestFault.Malformed($"The body is no whole {coding.Name()} as its content encoding says.");
        }
        catch (RequestFault)
        {
            ArrayPool<byte>.Shared.Return(room);
            throw;
        }
    }

    public static async Task WriteAsync(Stream to, ReadOnlyMemory<byte> bytes, ContentCoding coding, CancellationToken cancellation)
    {
        await using Stream stream = coding == ContentCoding.Gzip
            ? new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true)
            : new ZLibStream(to, CompressionLevel.Fastest, leaveOpen: true);
        await stream.WriteAsync(bytes, cancellation);
    }

    private static byte[] Grow(byte[] room)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(room.Length * 2);
        room.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(room);
        return larger;
    }

    /// <summary>Some clients call the bare format "deflate" too; the first two bytes tell them apart (RFC 1950).</summary>
    private static Stream Reading(MemoryStream packed, ContentCoding coding)
    {
        if (coding == ContentCoding.Gzip) return new GZipStream(packed, CompressionMode.Decompress);
        Span<byte> head = stackalloc byte[2];
        bool wrapped = packed.Read(head) == 2 && (head[0] & 0x0f) == 8 && ((head[0] << 8) | head[1]) % 31 == 0;
        packed.Position = 0;
        return wrapped ? new ZLibStream(packed, CompressionMode.Decompress) : new DeflateStream(packed, CompressionMode.Decompress);
    }
}
