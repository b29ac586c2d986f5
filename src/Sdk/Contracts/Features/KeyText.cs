using System.Buffers.Text;
using System.Text;

namespace Cairn.Contracts.Features;

/// <summary>A key as bytes: its parts as texts, whole numbers in digits, a zero byte between them.</summary>
public static class KeyText
{
    /// <summary>A key with more bytes is in no file.</summary>
    public const int Longest = 1024;

    /// <summary>Puts a part into <paramref name="key"/> from <paramref name="at"/> on; where the next begins, or -1 when it is no part of any key.</summary>
    public static int Add(Span<byte> key, int at, ReadOnlySpan<byte> text)
    {
        if (at < 0 || text.IsEmpty || at + text.Length + 1 > key.Length || text.Contains((byte)0)) return -1;
        text.CopyTo(key[at..]);
        key[at + text.Length] = 0;
        return at + text.Length + 1;
    }

    /// <summary>The same of a whole number.</summary>
    public static int Add(Span<byte> key, int at, long number)
    {
        if (at < 0 || !Utf8Formatter.TryFormat(number, key[at..], out int written) || at + written + 1 > key.Length) return -1;
        key[at + written] = 0;
        return at + written + 1;
    }

    /// <summary>The same of a value out of a table; null when no request could name it.</summary>
    public static byte[]? Of(IReadOnlyList<object?> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Span<byte> key = stackalloc byte[Longest];
        int at = 0;
        foreach (object? part in parts)
            at = part switch { string text => Add(key, at, Encoding.UTF8.GetBytes(text)), null => -1, _ => Add(key, at, Convert.ToInt64(part, System.Globalization.CultureInfo.InvariantCulture)) };
        return at < 0 ? null : key[..at].ToArray();
    }

    /// <summary>FNV-1a over 64 bits.</summary>
    internal static ulong Hash(ReadOnlySpan<byte> key)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in key) hash = (hash ^ b) * 1099511628211;
        return hash;
    }
}
