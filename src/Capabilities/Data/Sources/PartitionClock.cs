using System.Globalization;

namespace Cairn.Data.Sources;

/// <summary>The calendar of partitions: their names, their order, and when each has ended. Instants are local times of the source's zone.</summary>
internal static class PartitionClock
{
    public static string Name(PartitionSpan span, DateTime start) => start.ToString(Form(span), CultureInfo.InvariantCulture);

    /// <summary>The partition's start; null when the text is not the name of one.</summary>
    public static DateTime? Parse(PartitionSpan span, string name)
        => span != PartitionSpan.None && DateTime.TryParseExact(name, Form(span), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime start) ? start : null;

    public static DateTime Next(PartitionSpan span, DateTime start) => span switch
    {
        PartitionSpan.Hour => start.AddHours(1),
        PartitionSpan.Day => start.AddDays(1),
        PartitionSpan.Month => start.AddMonths(1),
        _ => start.AddYears(1),
    };

    public static DateTime StartOf(PartitionSpan span, DateTime instant) => span switch
    {
        PartitionSpan.Hour => instant.Date.AddHours(instant.Hour),
        PartitionSpan.Day => instant.Date,
        PartitionSpan.Month => new DateTime(instant.Year, instant.Month, 1),
        _ => new DateTime(instant.Year, 1, 1),
    };

    /// <summary>Every partition that begins at or after <paramref name="first"/> and has ended at <paramref name="now"/>, oldest first.</summary>
    public static IEnumerable<DateTime> Ended(PartitionSpan span, DateTime first, DateTime now)
    {
        for (DateTime start = StartOf(span, first); Next(span, start) <= now; start = Next(span, start))
            yield return start;
    }

    /// <summary>How a partition's name is written, for messages.</summary>
    public static string Form(PartitionSpan span) => span switch
    {
        PartitionSpan.Hour => "yyyy-MM-dd'T'HH",
        PartitionSpan.Day => "yyyy-MM-dd",
        PartitionSpan.Month => "yyyy-MM",
        _ => "yyyy",
    };
}
