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
        return Text(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>A new id that sorts behind another, also where the clock says the same millisecond or an earlier one (the specification's monotonicity).</summary>
    /// <param name="before">An id, or nothing.</param>
    public static string After(string before, DateTimeOffset now)
    {
        string id = New(now);
        return string.CompareOrdinal(id, before) > 0 ? id : Text(Value(before) + 1);
    }

    private static UInt128 Value(string id)
    {
        UInt128 value = 0;
        foreach (char digit in id) value = (value << 5) | (uint)Alphabet.IndexOf(digit, StringComparison.Ordinal);
        return value;
    }

    private static string Text(UInt128 value)
    {
        return string.Create(26, value, static (text, v) =>
        {
            for (int i = 25; i >= 0; i--, v >>= 5) text[i] = Alphabet[(int)(v & 31)];
        });
    }
}
