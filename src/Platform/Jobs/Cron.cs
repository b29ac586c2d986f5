using Quartz;

namespace Cairn.Platform.Jobs;

/// <summary>Five-field cron lines (minute, hour, day, month, weekday), parsed by a library and nothing more.</summary>
public static class Cron
{
    /// <summary>The first time strictly after <paramref name="after"/>; null when there is none.</summary>
    /// <exception cref="FormatException">The line is not a cron line, or the zone is unknown.</exception>
    public static DateTimeOffset? Next(string line, string zone, DateTimeOffset after)
    {
        try
        {
            return CronExpression.Parse(line, CronFormat.Unix).WithTimeZone(TimeZoneInfo.FindSystemTimeZoneById(zone)).GetNextValidTimeAfter(after);
        }
        catch (TimeZoneNotFoundException e)
        {
            throw new FormatException($"'{zone}' is not a time zone.", e);
        }
    }
}
