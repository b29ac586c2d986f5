namespace Cairn.DuckDb;

/// <summary>DuckDB counts days and microseconds from 1970; all times are taken and given as UTC.</summary>
internal static class DuckTime
{
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static long Micros(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTime FromMicros(long micros) => DateTime.UnixEpoch.AddTicks(checked(micros * TimeSpan.TicksPerMicrosecond));

    public static int Days(DateOnly date) => date.DayNumber - EpochDay;

    public static DateOnly FromDays(int days) => DateOnly.FromDayNumber(days + EpochDay);
}
