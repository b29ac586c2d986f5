using System.Globalization;

namespace Cairn.Contracts.Projects;

/// <summary>A day or a moment as ISO 8601 writes it; UTC unless it says otherwise.</summary>
internal static class IsoTime
{
    public const string Pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].+)?$";

    private static readonly string[] Moments = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK", "yyyy-MM-dd' 'HH:mmK", "yyyy-MM-dd' 'HH:mm:ssK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFK"];
    private static readonly TimeOnly EndOfDay = new(23, 59, 59, 999, 999);

    /// <param name="isEnd">A day stands for its last moment, not its first.</param>
    public static bool TryParse(string text, bool isEnd, out DateTime time)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
        }

        time = day.ToDateTime(isEnd ? EndOfDay : TimeOnly.MinValue, DateTimeKind.Utc);
        return true;
    }
}
