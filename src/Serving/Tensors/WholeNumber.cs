using System.Globalization;
using System.Numerics;
using System.Text;

namespace Cairn.Serving.Tensors;

/// <summary>Whether a whole number, as it was written, is what the float that was read of it says. A text with point or exponent is a decimal, which is rounded.</summary>
internal static class WholeNumber
{
    /// <summary>A finite double has at most 309 digits before the point.</summary>
    private const int MostDigits = 320;

    public static bool IsExact(ReadOnlySpan<byte> text, double value)
    {
        if (text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0) return true;
        Span<char> digits = stackalloc char[MostDigits];
        return text.Length <= MostDigits && IsExact(digits[..Encoding.ASCII.GetChars(text, digits)], value);
    }

    public static bool IsExact(ReadOnlySpan<char> text, double value)
    {
        if (text.IndexOfAny('.', 'e', 'E') >= 0) return true;
        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long whole)
            ? (Int128)value == whole
            : BigInteger.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture) == new BigInteger(value);
    }
}
