using System.Globalization;
using System.Text.RegularExpressions;

namespace Cairn.Tracking.Traces;

/// <summary>Times and durations as trace messages carry them: <c>2026-11-20T08:32:22.098Z</c>, <c>0.147s</c>; within the server they are milliseconds.</summary>
internal static partial class TraceTimes
{
    // The last instant of the year 9999.
    private const long Latest = 253_402_300_799_999;

    public static string Instant(long milliseconds)
        => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString(milliseconds % 1000 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public static string Duration(long milliseconds)
        => milliseconds % 1000 == 0 ? $"{milliseconds / 1000}s" : (milliseconds / 1000m).ToString("0.000", CultureInfo.InvariantCulture) + "s";

    /// <exception cref="MlflowException">It is no instant.</exception>
    public static long? Instant(string? text, string field)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? Checked(at.ToUnixTimeMilliseconds(), field)
            : throw MlflowException.Invalid($"Invalid value for parameter '{field}': it must be a time such as 2026-11-20T08:32:22.098Z.");
    }

    /// <exception cref="MlflowException">It is no duration.</exception>
    public static long? Duration(string? text, string field)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return Seconds().Match(text) is { Success: true } match && decimal.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)
            ? Checked((long)decimal.Truncate(seconds * 1000), field) : throw MlflowException.Invalid($"Invalid value for parameter '{field}': it must be a duration such as 0.147s.");
    }

    /// <exception cref="MlflowException">It is outside the years 1970 to 9999.</exception>
    public static long Checked(long milliseconds, string field)
        => milliseconds is >= 0 and <= Latest ? milliseconds : throw MlflowException.Invalid($"Invalid value {milliseconds} for parameter '{field}': it must be milliseconds within the years 1970 to 9999.");

    [GeneratedRegex(@"\A([0-9]{1,12}(?:\.[0-9]{1,9})?)s\z", RegexOptions.None, 1000)]
    private static partial Regex Seconds();
}
