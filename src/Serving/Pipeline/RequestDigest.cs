using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cairn.Serving.Pipeline;

/// <summary>What makes two requests the same: protocol, form, version asked for, and the bytes of the body.</summary>
internal static class RequestDigest
{
    private const int Head = 5;

    public static UInt128 Of(byte protocol, int form, string? pin, ReadOnlySpan<byte> body)
    {
        Span<byte> all = stackalloc byte[Head + SHA256.HashSizeInBytes + SHA256.HashSizeInBytes];
        all.Clear();
        all[0] = protocol;
        BinaryPrimitives.WriteInt32LittleEndian(all[1..], form);
        SHA256.HashData(body, all[Head..]);
        if (pin is not null) SHA256.HashData(Encoding.UTF8.GetBytes(pin), all[(Head + SHA256.HashSizeInBytes)..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(all, digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
