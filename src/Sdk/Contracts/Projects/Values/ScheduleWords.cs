using System.Globalization;
using System.Text.RegularExpressions;

namespace Cairn.Contracts.Projects;

/// <summary>Plain words to cron.</summary>
internal static partial class ScheduleWords
{
    private const string Problem = "a schedule is minute, hour, day, weekday, week, month or a day's name, with 'at HH:MM' (hour: 'at :MM'); or a span such as 15m; or cron";

    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private static readonly string[] Units = ["minute", "hour", "day", "weekday", "week", "month", .. Days];

    public static Parsed<Schedule> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(' ');
        var zone = "UTC";
        if (parts.Length > 1 && Zone().IsMatch(parts[^1]))
        {
            zone = parts[^1];
            parts = parts[..^1];
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            {
                return Parsed.Bad<Schedule>($"unknown time zone '{zone}'; write an IANA name such as Europe/Berlin", text.Length - zone.Length);
            }
        }

        return CronFields.LooksLikeCron(parts) ? FromCron(text, parts, zone) : FromWords(text, parts, zone);
    }

    private static Parsed<Schedule> FromCron(string text, string[] parts, string zone)
    {
        if (parts.Length != 5)
        {
            return Parsed.Bad<Schedule>("a cron line has five fields: minute, hour, day of month, month, day of week");
        }

        return CronFields.Check(parts) is { } fault
            ? Parsed.Bad<Schedule>(fault.Problem, parts.Take(fault.Field).Sum(p => p.Length + 1))
            : Parsed.Good(new Schedule(text, string.Join(' ', parts), zone));
    }

    private static Parsed<Schedule> FromWords(string text, string[] parts, string zone)
    {
        if (parts is [[>= '0' and <= '9', ..]])
        {
            return FromSpan(text, parts[0], zone);
        }

        if (!Units.Contains(parts[0]))
        {
            return Parsed.Bad<Schedule>(Problem, 0, Nearest.To(parts[0], Units));
        }

        if (parts.Length == 1)
        {
            return Good(text, parts[0], 0, 0, zone);
        }

        if (parts.Length != 3 || parts[1] != "at" || !TryTime(parts[2], parts[0], out var hour, out var minute))
        {
            return Parsed.Bad<Schedule>(Problem, parts[0].Length + 1);
        }

        return Good(text, parts[0], hour, minute, zone);
    }

    private static Parsed<Schedule> Good(string text, string unit, int hour, int minute, string zone)
    {
        var day = Array.IndexOf(Days, unit);
        var cron = unit switch
        {
            "minute" => "* * * * *",
            "hour" => $"{minute} * * * *",
            "day" => $"{minute} {hour} * * *",
            "weekday" => $"{minute} {hour} * * 1-5",
            "week" => $"{minute} {hour} * * 1",
            "month" => $"{minute} {hour} 1 * *",
            _ => $"{minute} {hour} * * {day}",
        };
        return Parsed.Good(new Schedule(text, cron, zone));
    }

    private static Parsed<Schedule> FromSpan(string text, string word, string zone)
    {
        if (!Durations.TryParse(word, out var span))
        {
            return Parsed.Bad<Schedule>(Problem);
        }

        var minutes = span.TotalMinutes;
        return minutes switch
        {
            >= 1 and < 60 when 60 % minutes == 0 => Parsed.Good(new Schedule(text, minutes == 1 ? "* * * * *" : $"*/{minutes} * * * *", zone)),
            >= 60 and < 1440 when 1440 % minutes == 0 && minutes % 60 == 0 => Parsed.Good(new Schedule(text, minutes == 60 ? "0 * * * *" : $"0 */{minutes / 60} * * *", zone)),
            1440 => Parsed.Good(new Schedule(text, "0 0 * * *", zone)),
            _ => Parsed.Bad<Schedule>("a span as schedule divides an hour or a day evenly, such as 15m, 2h or 1d"),
        };
    }

    private static bool TryTime(string text, string unit, out int hour, out int minute)
    {
        (hour, minute) = (0, 0);
        if (unit == "minute" || !Time().IsMatch(text) || text.StartsWith(':') != (unit == "hour"))
        {
            return false;
        }

        var at = text.Split(':');
        hour = at[0].Length == 0 ? 0 : int.Parse(at[0], CultureInfo.InvariantCulture);
        minute = int.Parse(at[1], CultureInfo.InvariantCulture);
        return hour < 24 && minute < 60;
    }

    [GeneratedRegex("^([0-9]{2})?:[0-9]{2}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Time();

    [GeneratedRegex("^(UTC|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z0-9_+-]+)+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Zone();
}
