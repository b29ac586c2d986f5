namespace Cairn.Contracts.Projects;

/// <summary>When something is due.</summary>
/// <param name="Words">As written: <c>day at 02:00</c>, <c>monday at 08:30 Europe/Berlin</c>, <c>15m</c>, or cron.</param>
/// <param name="Cron">Five fields: minute, hour, day of month, month, day of week (0 is Sunday).</param>
/// <param name="Zone">IANA zone; UTC unless written.</param>
public sealed record Schedule(string Words, string Cron, string Zone)
{
    public static Parsed<Schedule> Parse(string text) => ScheduleWords.Parse(text);

    /// <summary>The same as Quartz wants it: six fields from seconds, <c>?</c> for the unused day field, days of the week by name.</summary>
    public string ToQuartz()
    {
        var f = Cron.Split(' ');
        var byWeekday = f[4] != "*";
        return byWeekday && f[2] == "*"
            ? $"0 {f[0]} {f[1]} ? {f[3]} {CronFields.NameDays(f[4])}"
            : $"0 {f[0]} {f[1]} {f[2]} {f[3]} ?";
    }
}
