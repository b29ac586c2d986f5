using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cairn.Contracts;

/// <summary>Sortable unique ids: 48 bits of milliseconds, 80 random bits, as 26 characters of Crockford's base 32 (github.com/ulid/spec).</summary>
public static class Ulid
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A new id whose time part is <paramref name="now"/>.</summary>
    public static string New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, now.ToUnixTimeMilliseconds() << 16);
        RandomNumberGenerator.Fill(bytes[6..]);
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Create(26, value, static (text, v) =>
        {
            for (int i = 25; i >= 0; i--, v >>= 5) text[i] = Alphabet[(int)(v & 31)];
        });
    }
}
