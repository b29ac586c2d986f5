using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cairn.Serving.Pipeline;

/// <summary>What makes two requests the same: protocol, form, version asked for, and the bytes of the body but for the time limit, which may differ from try to try.</summary>
internal static class RequestDigest
{
    private const int Head = 5;

    /// <param name="limit">Where the body says how long its client waits; empty where it does not.</param>
    public static UInt128 Of(byte protocol, int form, string? pin, ReadOnlySpan<byte> body, Range limit)
    {
        (int from, int length) = limit.GetOffsetAndLength(body.Length);
        Span<byte> all = stackalloc byte[Head + SHA256.HashSizeInBytes + SHA256.HashSizeInBytes];
        all.Clear();
        all[0] = protocol;
        // A form of 1 or more counts the bytes of the JSON, and with them those of the limit.
        BinaryPrimitives.WriteInt32LittleEndian(all[1..], form > 0 ? form - length : form);
        if (length == 0) SHA256.HashData(body, all[Head..]);
        else HashApart(body[..from], body[(from + length)..], all[Head..]);
        if (pin is not null) SHA256.HashData(Encoding.UTF8.GetBytes(pin), all[(Head + SHA256.HashSizeInBytes)..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(all, digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    private static void HashApart(ReadOnlySpan<byte> before, ReadOnlySpan<byte> behind, Span<byte> to)
    {
        Span<byte> both = stackalloc byte[SHA256.HashSizeInBytes + SHA256.HashSizeInBytes];
        SHA256.HashData(before, both);
        SHA256.HashData(behind, both[SHA256.HashSizeInBytes..]);
        SHA256.HashData(both, to);
    }
}
