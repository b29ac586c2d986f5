using System.Globalization;

namespace Cairn.Serving.Outcomes;

/// <summary>
/// Reads times of ISO 8601: a day, or a day and a time of day behind T or a space, with an offset (of hours alone, too) or in UTC; what is finer than 100 ns is cut. Nothing else, for 05/06 is
/// another day in another country.
/// </summary>
internal static class IsoTime
{
    private const int Digits = 7;

    private static readonly string[] Forms =
        ["yyyy-MM-dd", .. from between in new[] { 'T', ' ' } from time in new[] { "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF" }
            from offset in new[] { "K", "zz" } select $"yyyy-MM-dd'{between}'{time}{offset}"];

    public static bool TryParse(string text, out DateTimeOffset at)
        => DateTimeOffset.TryParseExact(Cut(text), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);

    private static string Cut(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal), end = point + 1;
        if (point < 0) return text;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return end - point - 1 > Digits ? text.Remove(point + 1 + Digits, end - point - 1 - Digits) : text;
    }
}
